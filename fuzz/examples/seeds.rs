//! Writes the seeds in `corpus`; run it after a change of the wire format, of the sample or of what a target reads.
#![allow(clippy::expect_used, reason = "a seed that cannot be written has to stop the run")]

use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::{Registers, Source};
use plimsoll::{Organisation, SAMPLE};
use plimsoll_core::journal::{Entry, Id, MAX_FRAME, PolicyId, PolicyPart, Record};
use plimsoll_core::policy::without_names;
use plimsoll_core::{Day, Policy, RiskFacts};
use plimsoll_fuzz::load::rich;
use plimsoll_fuzz::points::Stream;
use plimsoll_fuzz::registers::joined;
use plimsoll_fuzz::render::FILES;
use plimsoll_fuzz::{agree, load, rules};
use std::fs;
use std::path::Path;

fn main() {
    loads();
    for length in [60, 90, 120, 240] {
        write("agree", &format!("sound_{length}"), &well_formed("agree", &[], length, agree::run));
        let made = well_formed("rules", &[0], length, rules::run);
        write("rules", &format!("made_{length}"), &made);
    }
    write("agree", "noise", &noise("agree", 1, 200));
    write("rules", "noise", &with(0, &noise("rules", 1, 400)));
    for (name, text) in RULES {
        write("rules", name, &with(255, text.as_bytes()));
    }
    journal();
    registers();
    for (place, kind) in PLACES {
        for (name, text) in HOSTILE {
            write("render", &format!("{place}_{name}"), &with(kind, text.as_bytes()));
        }
    }
}

/// Some bytes after one that says what they are.
fn with(kind: u8, bytes: &[u8]) -> Vec<u8> {
    [&[kind], bytes].concat()
}

/// Blobs, diagrams and placement tables.
fn loads() {
    let standard = Policy::standard_bytes();
    let bare = without_names(standard).expect("the standard policy is one");
    write("load", "standard", &with(0, standard));
    write("load", "standard_bare", &with(1, &bare));
    write("load", "rich", &with(1, &rich()));
    write("load", "cut_short", &with(0, standard.get(..standard.len() / 2).unwrap_or_default()));
    for (n, length) in [(1, 24), (2, 60), (3, 160)] {
        write("load", &format!("changes_{n}"), &with(2, &noise("load", n, length)));
    }
    write("load", "diagram_noise", &with(3, &noise("diagram", 1, 200)));
    for length in [60, 90, 120, 240] {
        write("load", &format!("diagram_{length}"), &well_formed("diagram", &[3], length, load::run));
        write("load", &format!("placing_{length}"), &well_formed("placing", &[4], length, load::run));
    }
}

/// Directories of CSV files, one of them as JSON, and policy files.
fn registers() {
    for (name, text) in [("grid", GRID), ("faults", FAULTS)] {
        write("registers", &format!("policy_{name}"), &with(b't', text.as_bytes()));
    }

    // Small seeds are changed in more telling places than large ones.
    let shortened = |text: &str| -> String {
        let lines = text.split_inclusive('\n').enumerate();
        lines.filter(|(number, line)| *number == 0 || kept(line)).map(|(_, line)| line).collect()
    };
    let csv = SAMPLE.iter().filter(|(name, _)| name.ends_with(".csv"));
    let short: Vec<(&str, String)> = csv.map(|(name, text)| (*name, shortened(text))).collect();
    let sample = joined(short.iter().map(|(name, text)| (*name, text.as_str())));
    write("registers", "csv_sample", &with(b'c', sample.as_bytes()));
    write("registers", "csv_careful", &with(b'c', CAREFUL.as_bytes()));
    for (name, with_it) in BESIDE {
        let needed = ["assets", "threats", "risks"].into_iter().chain(with_it.iter().copied()).chain([name]);
        let of = |name: &str| FILES.iter().find(|(file, _)| file.strip_suffix(".csv") == Some(name));
        let files: Vec<(&str, String)> =
            needed.filter_map(of).map(|(name, text)| (*name, fitting(text))).collect();
        let sources: Vec<Source> =
            files.iter().map(|(name, text)| Source::new(*name, text.as_str())).collect();
        let csv = joined(files.iter().map(|(name, text)| (*name, text.as_str())));
        write("registers", &format!("csv_{name}"), &with(b'c', csv.as_bytes()));
        let json = as_json(&sources);
        write("registers", &format!("json_{name}"), &with(b'j', json.as_bytes()));
    }
    let faults = b">>> assets.csv\nid,name\n\"A1,\0\xff\n>>> risks.csv\r\n=id,id,,\"\"x\r\n";
    write("registers", "csv_faults", &with(b'c', faults));
    let files: Vec<Source> = short.iter().map(|(name, text)| Source::new(*name, text.as_str())).collect();
    let json = as_json(&files);
    write("registers", "json_sample", &with(b'j', json.as_bytes()));
    write(
        "registers",
        "json_faults",
        &with(b'j', br#"{"assets":[{"id":"A1","id":"\u202e"}],"threats":[],"risks":{}}"#),
    );
    // Written with a guard before its name, this column was read back under another.
    let column = b">>> assets.csv\nid,name,class,confidentiality,integrity,availability,owner,region,unit,@door\n\
        A1,files,information,low,low,low,she,emea,sales,open\n>>> threats.csv\nid,name,class,origin,compromises\n\
        >>> risks.csv\nid,asset,threat,impact,owner\n";
    write("registers", "csv_column_like_a_formula", &with(b'c', column));
    // Written as CSV, this entry of a list was read back as two.
    let courses = br#"[{"id":"K1","name":"n","mandatory":true,"units":["a;b"]}]"#;
    let document = [br#"{"assets":[],"threats":[],"risks":[],"courses":"#.as_slice(), courses, b"}"].concat();
    write("registers", "json_entry_of_a_list_with_semicolon", &with(b'j', &document));
}

/// Journals, and bodies of records as `core/JOURNAL.md` has them.
fn journal() {
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

/// Registers in CSV as JSON; they are sound.
fn as_json(files: &[Source]) -> String {
    let (words, mut diagnostics) = (Organisation::sample(), Diagnostics::new());
    let read = Registers::from_csv(files, words.vocabulary(), &mut diagnostics);
    assert!(!diagnostics.is_error(), "{diagnostics}");
    read.expect("sound registers").to_json().expect("registers are JSON")
}

/// A small register with the region, the units and the tools of the sample's policy.
fn fitting(text: &str) -> String {
    const UNITS: [&str; 6] = ["name04", "name20", "name23", "name37", "name39", "name44"];
    let text = text.replace(",note\n", ",region\n").replace("name06", "emea").replace(",drive,", ",,");
    UNITS.iter().fold(text, |text, unit| text.replace(unit, "sales"))
}

/// A register, with those that its records refer to beside assets, threats and risks. Where small files are changed, most are
/// still read.
const BESIDE: [(&str, &[&str]); 14] = [
    ("actions", &[]),
    ("incidents", &[]),
    ("handling", &["incidents"]),
    ("not_applicable", &[]),
    ("people", &[]),
    ("courses", &[]),
    ("trainings", &["people", "courses"]),
    ("assessments", &["people"]),
    ("mechanisms", &[]),
    ("measures", &[]),
    ("conflicts", &[]),
    ("checklist", &["people"]),
    ("survey", &[]),
    ("principles", &[]),
];

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

/// Noise is seldom well-formed: the first that is, behind some bytes that say what it is.
fn well_formed(target: &str, kind: &[u8], length: usize, run: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut all = (2..).map(|n| [kind, &noise(target, n, length)].concat());
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

/// Rule files under the policy of the target: most of the language, what fails in few situations, and what may not be written.
const RULES: [(&str, &str); 8] = [
    (
        "text_sound",
        "const WEIGHTS = #{ nordics: 1, emea: 2, low: 3 };\nfn weight(risk) { WEIGHTS[risk.region] }\n\
         // derives_from: a principle\nfn rule_a(risk) {\n  let n = 0;\n  for at in 0..3 { if risk.age > at { n += weight(risk); } }\n\
         \u{20} if n * risk.impact >= 7 && risk.origin == \"external\" { raise(1 + n % 9, \"far\"); }\n\
         \u{20} switch risk.age { 0 => lower(1, \"young\"), 1..3 if risk.pilot => demand(\"avoid\", \"pilot\"), _ => () }\n}\n",
    ),
    (
        "text_incident",
        "fn route_a(incident) {\n  if incident.priority in [\"high\", \"medium\"] && incident.security { consult(\"duty_director\", \"law\"); }\n\
         \u{20} while incident.level > 2 { send_to(\"level_3\", \"again\"); break; }\n}\n",
    ),
    (
        "text_overflow",
        "fn rule_a(risk) {\n  let n = 9223372036854775806;\n  n += risk.age;\n  raise(7 / (risk.impact - 2), \"a\");\n}",
    ),
    // This was refused without a line.
    ("text_function_of_a_type", "fn rule_a.len() {\n  raise(1, \"a\");\n}"),
    ("text_misspelt", "fn rule_a(risk) {\n  if risk.regin == \"emae\" { rase(1, \"x\"); }\n}"),
    (
        "text_endless",
        "fn rule_a(risk) { let n = risk.age; while n >= 0 { n += 1; } }\nfn f(n) { f(n + 1) }\nfn rule_b(risk) { f(0); }",
    ),
    (
        "text_forbidden",
        "import \"x\" as y;\nfn rule_a(risk) { eval(\"1\"); try { throw 1; } catch { } |x| x; this.y; 1.5; `${1}` }",
    ),
    (
        "text_nested",
        "fn rule_a(risk) { if ((((((((((risk.impact)))))))))) > 1 { { { { { [[[[1]]]]; #{a: #{b: 1}}; } } } } } }",
    ),
];

/// The places where the target `render` shows a text, by the byte that says so.
const PLACES: [(&str, u8); 6] = [
    ("terminal", 0),
    ("cells", 128),
    ("chart", 224),
    ("page", 232),
    ("policy_chart", 240),
    ("policy_page", 248),
];

/// Words that a browser, a spreadsheet, a terminal or an eye would be led astray by.
const HOSTILE: [(&str, &str); 9] = [
    ("script", "</text><script>alert(1)</script>"),
    ("attribute", "\"onload=\"alert(1)' x='"),
    ("formula", "=HYPERLINK(\"javascript:1\")"),
    ("guarded", "'+1;-1,@x"),
    ("entity", "&lt;b&#62;]]><!--"),
    ("escape", "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}2J"),
    ("bidi", "a\u{202e}\u{2066}\u{200b}\u{feff}\u{5d0}"),
    ("lines", "a\r\nb\tc"),
    ("not_a_character", "\u{ffff}a\u{fffe}"),
];
