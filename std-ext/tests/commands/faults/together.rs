//! Several programs at one file.

use super::{Firm, PROGRAM, flat};
use crate::incident::{Copy, HANDLING, INCIDENTS};
use crate::{json, run};
use std::process::{Child, Command, Stdio};

fn begin(arguments: &[&str]) -> Child {
    Command::new(PROGRAM).args(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// How a program ended, and its complaints.
fn end(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// Programs that append to one journal at once do not wait for each other, and no record is lost or torn; who replays it
/// meanwhile sees no damage.
#[test]
fn a_journal_that_many_append_to_holds_every_record() {
    let firm = Firm::new();
    let risks: String = (1..=400).map(|number| format!("R{number},A1,T{number},1,she\n")).collect();
    let threats: String =
        (1..=400).map(|number| format!("T{number},rain,environmental,external,A\n")).collect();
    firm.write("risks.csv", &format!("id,asset,threat,impact,owner\n{risks}"));
    firm.write("threats.csv", &format!("id,name,class,origin,compromises\n{threats}"));
    let journal = firm.journal();
    let writers: Vec<Child> =
        (0..6).map(|_| begin(&["assess", firm.text(), "--journal", &journal])).collect();
    for _ in 0..3 {
        let run = run(&["replay", &journal]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    }
    for writer in writers {
        assert_eq!(end(writer), (Some(0), String::new()));
    }
    let (code, found) = json(&["replay", &journal]);
    assert_eq!(
        (code, &found["journal"]["decisions"], &found["reproduced"]),
        (0, &2800.into(), &2800.into()),
        "{found}"
    );
}

/// Eight commands at once that change the same two files: each is done or refused, and what was acknowledged is there, once. Who
/// reads meanwhile sees the records before or after each, and never between.
#[test]
fn records_of_commands_that_run_at_once_never_mix() {
    let copy = Copy::new();
    let directory = copy.path.to_str().unwrap();
    for id in 1..=8 {
        copy.done(&format!(
            "open --id N{id} --segment client --kind other --facet region=emea --date 2026-11-01"
        ));
    }
    let ids: Vec<String> = (1..=8).map(|id| format!("N{id}")).collect();
    let pass = |id: &String| {
        begin(&[
            "incident",
            "pass",
            directory,
            id,
            "--to",
            "level_2",
            "--by",
            "level_1",
            "--date",
            "2026-11-02",
        ])
    };
    let writers: Vec<Child> = ids.iter().map(pass).collect();
    for _ in 0..4 {
        let seen = run(&["route", directory, "--as-of", "2026-11-30"]);
        // Of a command that is about to end, a warning may be told.
        assert_eq!(seen.code, 0, "{}", seen.err);
    }
    let ended: Vec<(Option<i32>, String)> = writers.into_iter().map(end).collect();
    let (incidents, handling) = (copy.text(INCIDENTS), copy.text(HANDLING));
    for (id, (code, said)) in ids.iter().zip(ended) {
        let steps = handling.matches(&format!("{id},2026-11-02,passed,level_1,level_2,")).count();
        let levels = incidents.matches(&format!("{id},client,other,2026-11-01,,,,2,")).count();
        match code {
            Some(0) => assert_eq!((steps, levels), (1, 1), "{id}: {said}\n{incidents}{handling}"),
            _ => assert!(
                code == Some(2) && flat(&said).contains("nothing was written") && steps == 0,
                "{id}: {said}"
            ),
        }
    }
    assert_eq!(copy.read(), (0, String::new()));
    assert_eq!(copy.files().len(), Copy::new().files().len(), "nothing is left beside");
}
