//! Writes the seeds in `corpus`; run it after a change of the wire format, of the sample or of what a target reads.
#![allow(clippy::expect_used, reason = "a seed that cannot be written has to stop the run")]

use plimsoll::SAMPLE;
use plimsoll_core::journal::{Entry, Id, MAX_FRAME, PolicyId, PolicyPart, Record};
use plimsoll_core::policy::without_names;
use plimsoll_core::{Day, Policy, RiskFacts};
use plimsoll_fuzz::load::rich;
use plimsoll_fuzz::points::Stream;
use plimsoll_fuzz::registers::joined;
use plimsoll_fuzz::{diagram, tables};
use std::fs;
use std::path::Path;

fn main() {
    let standard = Policy::standard_bytes();
    let bare = without_names(standard).expect("the standard policy is one");
    let with = |kind: u8, bytes: &[u8]| [&[kind], bytes].concat();
    write("load", "standard", &with(0, standard));
    write("load", "standard_bare", &with(1, &bare));
    write("load", "rich", &with(1, &rich()));
    write("load", "cut_short", &with(0, standard.get(..standard.len() / 2).unwrap_or_default()));
    for (n, length) in [(1, 24), (2, 60), (3, 160)] {
        write("load", &format!("changes_{n}"), &with(2, &noise("load", n, length)));
    }
    write("diagram", "noise", &noise("diagram", 1, 200));
    write("tables", "noise", &noise("tables", 1, 200));
    for length in [60, 90, 120, 240] {
        write("diagram", &format!("sound_{length}"), &well_formed("diagram", length, diagram::run));
        write("tables", &format!("sound_{length}"), &well_formed("tables", length, tables::run));
    }

    journal(&with);

    let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("../std-ext/starter");
    let of_starter =
        |name: &str| fs::read_to_string(starter.join(name)).expect("the starter directory is there");
    let [(_, policy), rest @ ..] = SAMPLE;
    let registers = rest.iter().filter(|(name, _)| name.ends_with(".csv"));
    write("policy_file", "sample", policy.as_bytes());
    write("policy_file", "starter", of_starter("policy.toml").as_bytes());
    write("policy_file", "grid", GRID.as_bytes());
    write("policy_file", "faults", FAULTS.as_bytes());

    // Small seeds are changed in more telling places than large ones.
    let shortened = |text: &str| -> String {
        let lines = text.split_inclusive('\n').enumerate();
        lines.filter(|(number, line)| *number == 0 || kept(line)).map(|(_, line)| line).collect()
    };
    let short: Vec<(&str, String)> = registers.map(|(name, text)| (*name, shortened(text))).collect();
    write("registers", "sample", joined(short.iter().map(|(name, text)| (*name, text.as_str()))).as_bytes());
    write("registers", "careful", CAREFUL.as_bytes());
    write("registers", "faults", b">>> assets.csv\nid,name\n\"A1,\0\xff\n>>> risks.csv\r\n=id,id,,\"\"x\r\n");
}

/// Journals, and bodies of records as `core/JOURNAL.md` has them.
fn journal(with: &dyn Fn(u8, &[u8]) -> Vec<u8>) {
    let (blob, facts) = (Policy::standard_bytes(), RiskFacts::default());
    let policy = PolicyId::of(blob).expect("the standard policy is one");
    let (day, id, outcome) = (Day(20_777), Id::Text("R1"), Policy::standard().assess(&facts));
    let decision = Record::Risk(Entry { policy, day, id, facts, outcome });
    let part = PolicyPart::all(policy, blob, 64).next().map(Record::Policy);
    let mut buffer = vec![0; MAX_FRAME];
    let interrupted = Record::Interrupted { offset: 1, bytes: 40 };
    let frames: Vec<u8> = [decision].into_iter().chain(part).chain([interrupted, decision]).fold(
        Vec::new(),
        |mut all, record| {
            all.extend(record.write(&mut buffer).expect("short records"));
            all
        },
    );
    write("journal", "sound", &with(0, &frames));
    let (torn, _) = frames.split_at(frames.len() / 2);
    write("journal", "torn", &with(0, &[torn, &frames].concat()));
    let spoilt: Vec<u8> = frames.iter().map(|byte| if *byte == b'R' { b'S' } else { *byte }).collect();
    write("journal", "changed", &with(0, &spoilt));
    write("journal", "noise", &with(0, &noise("journal", 1, 600)));
    for (name, body) in BODIES {
        write("journal", name, &with(128, body));
    }
}

/// Whether a line of the sample's registers is one of a few records that refer to each other.
fn kept(line: &str) -> bool {
    const RECORDS: [&str; 14] = [
        "A01,",
        "A03,",
        "T01,",
        "T08,",
        "R01,",
        "R02,",
        "I01,",
        "I03,",
        "K01,",
        "K02,",
        "M01,",
        "security_",
        "liaisons,",
        "s01,",
    ];
    let starts = |heads: &[&str]| heads.iter().any(|head| line.starts_with(head));
    let action = line.starts_with('C') && [",T01,", ",T08,"].iter().any(|threat| line.contains(threat));
    action || (starts(&RECORDS) && !starts(&["A01,T", "A03,T"]))
}

fn noise(target: &str, n: u32, length: usize) -> Vec<u8> {
    let mut stream = Stream::of(&[target.as_bytes(), &n.to_le_bytes()].concat());
    (0..length).filter_map(|_| u8::try_from(stream.below(256)).ok()).collect()
}

/// Noise is seldom well-formed: the first that is.
fn well_formed(target: &str, length: usize, run: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut all = (2..).map(|n| noise(target, n, length));
    all.find(|bytes| run(bytes)).expect("some noise is well-formed")
}

fn write(target: &str, name: &str, bytes: &[u8]) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&directory).expect("a directory for the seeds");
    fs::write(directory.join(name), bytes).expect("a seed");
}

/// A policy with a matrix of its own and most of what a file may say.
const GRID: &str = r##"[policy]
name = "grid"
version = "1"
author = "a"
approver = "b"
[scale]
impact = ["slight", "grave"]
likelihood = ["rare", "possible", "often"]
[matrix]
kind = "grid"
grid = [[0, 1], [0, 1], [1, 2]]
[[band]]
name = "green"
colour = "#00ff00"
[[band]]
name = "amber"
colour = "#ffbf00"
[[band]]
name = "red"
colour = "#ff0000"
[acceptance]
level = 2
no_actions = "possible"
estimate = "replaces"
cia_floor = []
[[obligation]]
name = "secret"
forbids_acceptance = true
[[facet]]
name = "celsius"
range = [-40, 125]
default = 20
[[facet]]
name = "pilot"
bool = true
default = false
[[limit]]
level = 0
where = { celsius = ">=85", pilot = true }
[[response]]
when = { impact = 2, likelihood = "2..3", asset_class = "workers|physical" }
then = "avoid"
[[placement]]
when = { asset_class = "information", confidentiality = "high" }
tool = "public_cloud"
then = "forbidden"
[incident]
kinds = ["fire", "flood"]
[[team]]
name = "night_watch"
level = 1
rights = 9
staffed = true
next = "level_2"
[[team]]
name = "severity_analyst"
level = 5
rights = 2
staffed = false
[[route]]
when = { kind = "fire", level = "1..2", celsius = "<=0" }
to = "night_watch"
consult = ["duty_director"]
channel = "radio"
[[route]]
to = "level_1"
[envelope]
max_raise = 1
may_loosen = 1
where = { pilot = true }
"##;

/// Text that is not quite a policy.
const FAULTS: &str = "[policy]\nname = \"x\nversion = 1\nauthor = \"a\"\napprover = \"a\"\n[[facet]]\nname = \"a\"\n\
    range = [5, 1]\n[[facet]]\nname = \"a\"\nlabels = []\n[[route]]\nwhen = { kind = \"nosuch\" }\nto = \"nobody\"\n\
    [scale]\nimpact = [\"one\"]\n[matrix]\nkind = \"grid\"\ngrid = [[9]]\n";

/// Cells that need care: quotes, line breaks, formulas, apostrophes, other spellings, facets.
const CAREFUL: &str = ">>> assets.csv\r\n\
    name,id,owner,class,confidentiality,integrity,availability,obligations,region,unit,note\r\n\
    \"say \"\"hi\"\",\nthen go\",A1,'=cmd,information,HIGH,1,low,gdpr;PCI,emea,people,\"'= a\rb\"\r\n\
    >>> threats.csv\n\
    id,name,class,origin,compromises,severity,age_days\n\
    T1,'-1,deliberate,external,C;A,\"3: often, and more\",12\n\
    >>> actions.csv\n\
    id,threat,title,completed,due,done,cost\n\
    C1,T1,''tis,yes,2026-01-31,2026-02-01,1200.50\n\
    >>> risks.csv\n\
    id,asset,threat,legal_long,owner,estimate,response,approver,exception_until,exception_reason,pilot\n\
    R1,A1,T1,very high,Eva,2,accept,Bo,2027-01-01,\"=because\",\n\
    >>> incidents.csv\n\
    id,segment,kind,opened,priority,risk,region,unit\n\
    I1,client,DB,2026-10-01,high,R1,apac,sales\n\
    >>> not_applicable.csv\n\
    asset,threat,reason\n";

/// A risk, an incident, a part of a policy; then a number longer than it need be, and values that end with a 0.
const BODIES: [(&str, &[u8]); 6] = [
    ("risk", b"\x01\x00\x01\x02\x03\x04\x05\x06\x07\x08\xac\x02\x05\xd2\xc4\x02\x01\x02R1\x04\x03\xac\x02\x01\x05\x01\x01\x01\x12\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xac\x02\x04\x05\x14\x03\x09\x00\x01\x01"),
    ("incident", b"\x01\x01\x01\x02\x03\x04\x05\x06\x07\x08\xac\x02\x05\x01\x00\xac\x02\x07\x00\x00\x00\x00\x00\x00\x03\x03\x03\x03\x01\x01\x04\x00\x00\x04"),
    ("policy", b"\x01\x02\x01\x02\x03\x04\x05\x06\x07\x08\xac\x02\x05\x07\x03\x03\x09\x00\x08"),
    ("interrupted", b"\x01\x03\xac\x02\x07"),
    ("longer_number", b"\x01\x81\x00\x01\x02\x03\x04\x05\x06\x07\x08\xac\x02\x05\x01\x00\xac\x02\x07\x00\x00\x00\x00\x00\x00\x03\x03\x03\x03\x01\x01\x04\x00\x00\x04"),
    ("trailing_zero", b"\x01\x01\x01\x02\x03\x04\x05\x06\x07\x08\xac\x02\x05\x01\x00\xac\x02\x08\x00\x00\x00\x00\x00\x00\x03\x00\x03\x03\x03\x01\x01\x04\x00\x00\x04"),
];
