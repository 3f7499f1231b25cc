use super::*;
use tempfile::TempDir;

#[test]
fn what_a_kill_left_beside_is_no_hindrance_and_stays() {
    let held = TempDir::new().unwrap();
    let place = held.path().join("a.csv");
    let waiting = Beside::write(&place, |out| out.write_all(b"killed")).unwrap();
    let left_over = waiting.file.clone();
    std::mem::forget(waiting);
    replace(&place, b"one").unwrap();
    replace(&place, b"two").unwrap();
    assert_eq!(fs::read(&place).unwrap(), b"two");
    create(&held.path().join("b.csv"), b"new").unwrap();
    assert_eq!(fs::read(&left_over).unwrap(), b"killed");
    assert_eq!(fs::read_dir(held.path()).unwrap().count(), 3);
    fs::write(held.path().join(".a.csv.7.new"), "").unwrap();
    fs::write(held.path().join(".a.csv.x.0.new"), "").unwrap();
    assert_eq!(left_beside(&place), [left_over]);
}

#[cfg(unix)]
#[test]
fn nobody_reads_the_new_file_who_may_not_read_the_old_one() {
    let held = TempDir::new().unwrap();
    let place = held.path().join("a.csv");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    fs::write(&place, "old").unwrap();
    for expected in [0o600, 0o640, 0o666, 0o400] {
        fs::set_permissions(&place, Permissions::from_mode(expected)).unwrap();
        let beside = Beside::write(&place, |out| {
            assert_eq!(out.get_ref().metadata()?.permissions().mode() & 0o777, expected);
            out.write_all(b"new")
        });
        beside.unwrap().replace().unwrap();
        assert_eq!(mode(&place), expected);
    }
}

#[test]
fn files_before_one_that_fails_are_put_back() {
    let held = TempDir::new().unwrap();
    let [old, new, last] = ["old.csv", "new.csv", "last.csv"].map(|name| held.path().join(name));
    fs::write(&old, "old").unwrap();
    let bytes = |path: &PathBuf| (path.clone(), b"changed".to_vec());
    let files = [bytes(&old), bytes(&new), bytes(&last)];
    // What is to be there is written beside, but nothing takes the place of a directory.
    fs::create_dir(&last).unwrap();
    let intent = held.path().join("intent");
    let failed = replace_all(&files, Some((&intent, b"intent".to_vec())), &[]).unwrap_err();
    assert_eq!((failed.path, failed.changed.len()), (last.as_path(), 0));
    assert!(failed.intent.is_none());
    assert_eq!(fs::read(&old).unwrap(), b"old");
    assert!(!new.exists());
    assert_eq!(fs::read_dir(held.path()).unwrap().count(), 2, "nothing is left beside");
}

/// Whatever of the disk fails, and when: what was told as failed is not done, nor is anything left that would do it.
#[test]
fn what_fails_while_the_disk_does_is_as_it_was() {
    for failing in 0..4 {
        let held = TempDir::new().unwrap();
        let [old, new, intent] = ["old.csv", "new.csv", "intent"].map(|name| held.path().join(name));
        fs::write(&old, "old").unwrap();
        let files = [&old, &new].map(|path| (path.clone(), b"changed".to_vec()));
        let calls = std::cell::Cell::new(0);
        let sync = |_: &Path| {
            calls.set(calls.get() + 1);
            if calls.get() > failing { Err(io::Error::from_raw_os_error(5)) } else { Ok(()) }
        };
        let done = replace_each(&files, Some((&intent, b"intent".to_vec())), &[], &sync);
        // The intent, each of the files, and that the intent is gone: only the last is no failure.
        assert_eq!(done.is_ok(), failing == 3, "{failing}");
        if let Err(failed) = done {
            assert!(failed.changed.is_empty() && failed.intent.is_none(), "{failing}: {failed:?}");
            assert_eq!(fs::read(&old).unwrap(), b"old");
            assert!(!new.exists());
        }
        assert!(!intent.exists(), "{failing}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_put_together_from_files_is_for_those_who_may_read_each() {
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    // The modes of the files that are there, and those of the intent and of a file that is made.
    let table: [(&[u32], u32, Option<u32>); 4] = [
        (&[0o644, 0o600], 0o600, Some(0o600)),
        (&[0o664, 0o640], 0o640, Some(0o640)),
        (&[0o640], 0o640, Some(0o640)),
        (&[], 0o600, None),
    ];
    for (modes, intended, made) in table {
        let held = TempDir::new().unwrap();
        let [new, intent] = ["new.csv", "intent"].map(|name| held.path().join(name));
        let mut kin = vec![new.clone()];
        for (at, mode) in modes.iter().enumerate() {
            let path = held.path().join(at.to_string());
            fs::write(&path, "").unwrap();
            fs::set_permissions(&path, Permissions::from_mode(*mode)).unwrap();
            kin.push(path);
        }
        let files = [(new.clone(), b"new".to_vec())];
        let seen = std::cell::Cell::new(None);
        let sync = |_: &Path| {
            if let (None, true) = (seen.get(), intent.exists()) {
                seen.set(Some(mode(&intent)));
            }
            Ok(())
        };
        replace_each(&files, Some((&intent, b"intent".to_vec())), &kin, &sync).unwrap();
        assert_eq!(seen.get(), Some(intended), "{modes:?}");
        assert!(made.is_none_or(|made| mode(&new) == made), "{modes:?}: {:o}", mode(&new));
    }
}

/// It would be read as a whole before anybody looked at how long it is. Nothing of it is on the disk.
#[test]
fn a_file_that_has_become_huge_is_not_read() {
    let held = TempDir::new().unwrap();
    let place = held.path().join("a.csv");
    File::create(&place).unwrap().set_len(MAX_FILE_BYTES + 1).unwrap();
    assert!(read_if_present(&place).is_err());
    assert_eq!(read_if_present(&held.path().join("none")).unwrap(), None);
}
