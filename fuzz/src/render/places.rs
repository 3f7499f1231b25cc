//! A small organisation with a place for a text wherever registers and policies have one.

use plimsoll::Organisation;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::{Registers, Source, Vocabulary};
use plimsoll_core::Policy;
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, DraftObligation, Reason, Row};
use std::sync::LazyLock;

/// The registers, in which each `name..` and `id..` is a place.
pub const FILES: [(&str, &str); 16] = [
    (
        "assets.csv",
        "id,name,class,kind,confidentiality,integrity,availability,owner,scope,unit,location,tool,note\n\
         id01,name01,services,soft,high,high,low,name02,name03,name04,name05,drive,name06\n",
    ),
    (
        "threats.csv",
        "id,name,class,origin,compromises,type,culture,history,origin_detail,privilege\n\
         id02,name07,deliberate,external,C;A,name08,name09,name10,name11,name12\n",
    ),
    (
        "actions.csv",
        "id,threat,title,completed,identified,due,done,owner,cost,days\n\
         id03,id02,name13,no,2026-01-01,2026-12-01,,name14,100,3\n\
         id04,id02,name15,yes,2026-01-01,2026-03-01,2026-02-01,name16,,\n",
    ),
    (
        "risks.csv",
        "id,asset,threat,impact,owner,response,approver,exception_until,exception_reason,opened\n\
         id05,id01,id02,5,name17,accept,name18,2027-01-01,name19,2026-01-01\n",
    ),
    (
        "incidents.csv",
        "id,segment,kind,opened,priority,risk,unit\n\
         id06,client,other,2026-10-01,high,id05,name20\n",
    ),
    ("not_applicable.csv", "asset,threat,reason\n"),
    (
        "people.csv",
        "id,name,team,unit,department,region,role,manager,hired,ambassador\n\
         id07,name21,name22,name23,name24,name25,officer,,2020-01-01,no\n\
         id08,name26,name27,name28,,,,id07,2020-01-01,yes\n",
    ),
    ("courses.csv", "id,name,mandatory,within_days,refresh_months,units\nid09,name29,yes,30,,\n"),
    ("trainings.csv", "person,course,date,passed\nid08,id09,2026-01-01,yes\n"),
    ("assessments.csv", "manager,quarter,rating,date,remark\nid07,2026-Q2,4,2026-07-02,name30\n"),
    ("measures.csv", "id,title,track,technical,owner,taken\nid10,name31,macro,yes,name32,2023-03-06\n"),
    (
        "conflicts.csv",
        "id,area,security_value,work_value,context,level,reasons,consequences,lowers,assets,unit,owner,opened\n\
         id11,communication,name33,name34,name35,artefacts,concept_unclear,name36,confidentiality,id01,name37,name38,2026-03-02\n",
    ),
    (
        "mechanisms.csv",
        "mechanism,maturity,unit,evidence,owner\nsecurity_organisation,established,name39,name40,name41\n",
    ),
    ("principles.csv", "id,kind,title,derives_from,owner\nid12,principle,name42,,name43\n"),
    ("survey.csv", "respondent,question,answer,unit\nid13,aware_of_controls,yes,name44\n"),
    (
        "checklist.csv",
        "work_system,question,answer,remark,answered,by\nname45,customers_protected,partly,name46,2026-10-05,id07\n",
    ),
];

/// The policy as a draft, in which every word is a place but the names of facets, which rules use as they stand.
#[must_use]
pub(super) fn draft(word: &str) -> Draft {
    let mut draft = Draft::standard();
    let name = |number: usize| format!("{word}{number:02}");
    (draft.name, draft.version) = (name(1), name(2));
    (draft.author, draft.approver) = (name(3), name(4));
    // A principle is a list, whose entries `;` separates: as many findings as entries.
    let principle = name(7).replace(';', ",");
    let reason = Reason { text: name(5), source: name(6), principle, ..Reason::default() };
    draft.acceptance_reason = reason.clone();
    draft.limits = vec![Row { when: vec![], then: 4, reason: reason.clone() }];
    for (band, number) in draft.bands.iter_mut().zip(10..) {
        band.name = name(number);
    }
    for (level, number) in draft.impact.iter_mut().chain(&mut draft.likelihood).zip(20..) {
        *level = name(number);
    }
    let labels = vec![name(40), name(41)];
    draft.facets = vec![DraftFacet { name: "office".into(), domain: DraftDomain::Labels(labels) }];
    draft.obligations =
        vec![DraftObligation { name: "pci".into(), max_level: Some(3), forbids_acceptance: false, reason }];
    draft
}

/// The words of the standard policy.
pub(super) static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| STANDARD.vocabulary().clone());

/// The organisation with plain words, under the standard policy.
pub(super) static STANDARD: LazyLock<Organisation> = LazyLock::new(|| {
    let policy = "[policy]\nname = \"small\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n\
                  [[tool]]\nname = \"drive\"\n[[placement]]\ntool = \"drive\"\nthen = \"forbidden\"\n";
    let mut files = vec![Source::new("policy.toml", policy)];
    files.extend(FILES.map(|(name, text)| Source::new(name, text)));
    let mut diagnostics = Diagnostics::new();
    let organisation = Organisation::from_sources(&files, &mut diagnostics);
    organisation.unwrap_or_else(|| panic!("{diagnostics}"))
});

/// The registers with plain words, as JSON.
static TEMPLATE: LazyLock<String> =
    LazyLock::new(|| STANDARD.registers().to_json().expect("registers are JSON"));

/// The registers as JSON, with a text in every place, and behind each a number of its own. An id holds nothing but ASCII that
/// can be seen.
pub(super) fn json(word: &str) -> String {
    // Lists of ids stand in one cell, where `;` separates them.
    let id: String = word.chars().filter(|sign| (' '..='~').contains(sign) && *sign != ';').collect();
    let mut json = String::new();
    // No text of the template holds a quote, so every second part is one.
    for (at, part) in TEMPLATE.split('"').enumerate() {
        if at % 2 == 0 {
            json.push_str(part);
            continue;
        }
        let numbered = |name: &str| {
            part.strip_prefix(name).filter(|number| number.len() == 2 && number.parse::<u8>().is_ok())
        };
        let text = match (numbered("name"), numbered("id")) {
            (Some(number), _) => format!("{word}{number}"),
            (_, Some(number)) => format!("{id}{number}"),
            _ => part.to_owned(),
        };
        json.push_str(&serde_json::to_string(&text).expect("a text is JSON"));
    }
    json
}

/// The registers with a text in every place.
pub(super) fn registers(word: &str, words: &Vocabulary, diagnostics: &mut Diagnostics) -> Option<Registers> {
    Registers::from_json(&Source::new("registers.json", json(word)), words, diagnostics)
}

/// The CSV files with plain words, but for the label of the facet that the policy of [`draft`] declares; without the tools,
/// which only the standard policy knows.
pub(super) fn plain(word: &str) -> Vec<Source> {
    let label = format!("\"{word}40\"", word = word.replace('"', "\"\""));
    let of = |text: &str| {
        let text = text.replace(",drive,", ",,").replace(",note\n", ",office\n");
        text.replace("name06", &label)
    };
    FILES.map(|(name, text)| Source::new(name, of(text))).to_vec()
}

/// The policy with a text in every place, as a blob; `None` if the compiler refuses it.
pub(super) fn blob(word: &str) -> Option<Vec<u8>> {
    let blob = draft(word).compile().ok()?;
    Policy::verify(&blob).expect("what compiles verifies");
    Some(blob)
}
