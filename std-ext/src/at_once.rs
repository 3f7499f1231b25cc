//! Opening files that anyone may have put there.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file to read it, without waiting: a pipe that took the place of a file, after somebody looked, would otherwise keep
/// the program until someone writes into it. Whoever opens it sees then what it is.
pub(crate) fn open_at_once(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, NONBLOCK);
    match options.open(path) {
        // A regular file that another program has a lease on, which it gives up while one waits.
        Err(error) if error.kind() == io::ErrorKind::WouldBlock && fs::metadata(path)?.is_file() => {
            File::open(path)
        }
        opened => opened,
    }
}

/// Opens a regular file, which alone ends, and can be read twice; and how long it is.
pub(crate) fn open_regular(path: &Path) -> io::Result<(File, u64)> {
    let regular =
        |is_file: bool| if is_file { Ok(()) } else { Err(io::Error::other("it is not a regular file")) };
    // Opening may do something to a device; what is open can no longer be another.
    regular(fs::metadata(path)?.is_file())?;
    let file = open_at_once(path)?;
    let metadata = file.metadata()?;
    regular(metadata.is_file())?;
    Ok((file, metadata.len()))
}

/// `O_NONBLOCK`, which means something to regular files only where there is a lease on them; nothing where systems number it otherwise.
#[cfg(unix)]
const NONBLOCK: i32 =
    if cfg!(any(target_vendor = "apple", target_os = "freebsd", target_os = "netbsd", target_os = "openbsd"))
    {
        0x4
    } else if cfg!(all(
        any(target_os = "linux", target_os = "android"),
        any(
            target_arch = "x86",
            target_arch = "x86_64",
            target_arch = "arm",
            target_arch = "aarch64",
            target_arch = "riscv64"
        )
    )) {
        0o4000
    } else {
        0
    };

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::os::unix::fs::FileTypeExt;
    use std::process::Command;
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn a_pipe_that_nobody_writes_to_keeps_nobody() {
        let held = tempfile::TempDir::new().unwrap();
        let pipe = held.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let (told, opened) = mpsc::channel();
        let place = pipe.clone();
        // Were it to wait, it would do so for ever, and the test must not.
        std::thread::spawn(move || drop(told.send(open_at_once(&place).and_then(|file| file.metadata()))));
        let opened = opened.recv_timeout(Duration::from_secs(60)).unwrap().unwrap();
        assert!(opened.file_type().is_fifo());
        assert_eq!(open_regular(&pipe).unwrap_err().to_string(), "it is not a regular file");
    }
}
