//! Small registers with the verdicts and findings that they should give, worked out by hand.

use super::{Instead, ToolUse, Verdict, all};
use crate::Organisation;
use crate::assessment::{Assessment, FindingKind};
use crate::diagnostic::Diagnostics;
use crate::registers::Source;
use plimsoll_core::{Day, Permission};

const AS_OF: Day = Day(20_000);

const POLICY: &str = r#"[policy]
name = "p"
version = "1"
author = "a"
approver = "b"
[[obligation]]
name = "pci"
max_level = 4
[[facet]]
name = "region"
labels = ["north", "south"]
default = "north"
[organisation]
orientation = 3
"#;

/// Chat and storage: two tools for each, and one of which no purpose is stated.
const TABLE: &str = r#"[[tool]]
name = "open chat"
purpose = "chat"
[[tool]]
name = "house chat"
purpose = "Chat"
[[tool]]
name = "cloud"
purpose = "storage"
[[tool]]
name = "vault"
purpose = "storage"
[[tool]]
name = "post"
[[tool]]
name = "fax"
purpose = "telephony"
[[placement]]
when = { pci = true }
tool = "vault"
then = "encrypted_only"
[[placement]]
when = { pci = true }
then = "forbidden"
reason = "card data stays in the vault"
[[placement]]
when = { orientation = "1" }
tool = "post"
then = "allowed"
[[placement]]
when = { confidentiality = "high", region = "south" }
tool = "cloud"
then = "forbidden"
[[placement]]
when = { confidentiality = "high" }
tool = "cloud"
then = "encrypted_only"
[[placement]]
when = { asset_class = "information" }
tool = "house_chat"
then = "allowed"
[[placement]]
tool = "vault"
then = "allowed"
"#;

const ASSETS: &str = "id,name,class,confidentiality,integrity,availability,owner,obligations,region,orientation,tool,encrypted\n";

fn organisation(table: &str, rows: &str) -> Organisation {
    let files = [
        Source::new("policy.toml", format!("{POLICY}{table}")),
        Source::new("assets.csv", format!("{ASSETS}{rows}\n")),
        Source::new("threats.csv", "id,name,class,origin,compromises\n"),
        Source::new("risks.csv", "id,asset,threat,impact,owner\n"),
    ];
    let mut diagnostics = Diagnostics::new();
    Organisation::from_sources(&files, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"))
}

/// An asset's class, confidentiality, obligations, region, orientation, tools and whether it is encrypted.
type Case<'a> = ([&'a str; 7], &'a [&'a str]);

fn shown(tool: &ToolUse<'_>) -> String {
    let permission = tool.permission.map_or("-", |permission| permission.label());
    let instead = match tool.instead {
        None => String::new(),
        Some(Instead { tool, permission: Permission::EncryptedOnly }) => format!(", {tool} encrypted"),
        Some(Instead { tool, .. }) => format!(", {tool}"),
    };
    format!("{}: {permission} {}{instead}", tool.tool, tool.verdict.label())
}

#[test]
fn every_tool_in_use_is_judged() {
    let cases: &[Case<'_>] = &[
        (["information", "low", "", "", "", "", ""], &[]),
        (["information", "low", "", "", "", "vault", ""], &["vault: allowed fine"]),
        (
            ["information", "low", "", "", "", " VAULT ;house-chat; vault;", ""],
            &["vault: allowed fine", "house chat: allowed fine"],
        ),
        // No row speaks of the cloud for what is not confidential.
        (["information", "low", "", "", "", "cloud", ""], &["cloud: - shadow_it, vault"]),
        (["information", "high", "", "", "", "cloud", ""], &["cloud: encrypted_only not_encrypted"]),
        (["information", "high", "", "", "", "cloud", "no"], &["cloud: encrypted_only not_encrypted"]),
        (["information", "high", "", "", "", "cloud", "yes"], &["cloud: encrypted_only fine"]),
        (["information", "high", "", "south", "", "cloud", "yes"], &["cloud: forbidden forbidden, vault"]),
        // Under an obligation, only the vault may hold it, and only encrypted; no chat may.
        (
            ["information", "low", "pci", "", "", "cloud;open chat;vault", "yes"],
            &[
                "cloud: forbidden forbidden, vault encrypted",
                "open chat: forbidden forbidden",
                "vault: encrypted_only fine",
            ],
        ),
        // The tool of the same purpose; for what is not information, no chat is approved.
        (["information", "low", "", "", "", "Open Chat", ""], &["open chat: - shadow_it, house chat"]),
        (["software", "low", "", "", "", "open_chat", ""], &["open chat: - shadow_it"]),
        // One without a purpose may do where none of the same purpose is approved.
        (
            ["software", "low", "", "", "1", "open_chat;fax", ""],
            &["open chat: - shadow_it, post", "fax: - shadow_it, post"],
        ),
        (["information", "low", "", "", "1", "open_chat", ""], &["open chat: - shadow_it, house chat"]),
        // Of a tool that the policy does not know, or without a purpose, nothing says what it is for: the first that is allowed.
        (["information", "low", "", "", "", "Telegraph", ""], &["Telegraph: - shadow_it, house chat"]),
        (["software", "high", "", "", "", "Telegraph", ""], &["Telegraph: - shadow_it, vault"]),
        (
            ["software", "low", "pci", "", "", "Telegraph;post", ""],
            &["Telegraph: - shadow_it, vault encrypted", "post: forbidden forbidden, vault encrypted"],
        ),
    ];
    for ([class, confidentiality, obligations, region, orientation, tools, encrypted], expected) in cases {
        let row = format!(
            "A1,plan,{class},{confidentiality},low,low,Eva,{obligations},{region},{orientation},{tools},{encrypted}"
        );
        let organisation = organisation(TABLE, &row);
        let uses = all(&organisation, AS_OF);
        assert_eq!(uses.iter().map(shown).collect::<Vec<_>>(), *expected, "{row}");
        assert!(uses.iter().all(|tool| tool.asset.id == "A1"));
        assert!(uses.iter().all(|tool| tool.text().is_empty() == (tool.verdict == Verdict::Fine)));
    }
}

#[test]
fn a_policy_without_rows_has_no_opinion() {
    let row = "A1,plan,information,high,low,low,Eva,,,,cloud;telegraph,";
    for table in ["", "[[tool]]\nname = \"cloud\"\n"] {
        let organisation = organisation(table, row);
        assert!(all(&organisation, AS_OF).is_empty());
        assert!(Assessment::of(&organisation, AS_OF).findings().is_empty());
    }
}

#[test]
fn findings_say_what_to_do() {
    let rows = "A1,plan,information,high,low,low,Eva,,,,cloud,\n\
        A2,cards,information,low,low,low,Eva,pci,,,vault;cloud;open chat,no\n\
        A3,code,software,low,low,low,Eva,,,,vault;Telegraph,\n\
        A4,staff,workers,low,low,low,Eva,pci,,1,post,";
    let organisation = organisation(TABLE, rows);
    let assessment = Assessment::of(&organisation, AS_OF);
    assert!(!assessment.is_finding(), "none of these calls for action");
    let found: Vec<String> = assessment
        .findings()
        .iter()
        .map(|finding| {
            assert!(finding.kind.is_gap() && finding.risk.is_empty());
            assert_eq!((finding.entry.file, finding.entry.column), ("assets.csv", Some("tool")));
            format!("{} {}: {}", finding.kind.label(), finding.entry.id, finding.text)
        })
        .collect();
    let because = "(card data stays in the vault)";
    let expected = [
        "not_encrypted A1: cloud may hold it only encrypted (cloud encrypted_only where confidentiality = high), and nothing says that it is".to_owned(),
        "not_encrypted A2: vault may hold it only encrypted (vault encrypted_only where pci = true), and it is not".to_owned(),
        format!("forbidden_tool A2: cloud is forbidden for it {because}; vault is approved for it, encrypted"),
        format!("forbidden_tool A2: open chat is forbidden for it {because}; no tool is approved that would do instead"),
        "shadow_it A3: no row of the policy allows Telegraph for it: it is shadow IT; vault is approved for it".to_owned(),
        format!("forbidden_tool A4: post is forbidden for it {because}; vault is approved for it, encrypted"),
    ];
    assert_eq!(found, expected);
    let kinds: Vec<FindingKind> = assessment.findings().iter().map(|finding| finding.kind).collect();
    assert_eq!(
        kinds.len(),
        all(&organisation, AS_OF).iter().filter(|tool| tool.verdict != Verdict::Fine).count()
    );
}

#[test]
fn the_json_names_the_row() {
    let rows = "A2,cards,information,low,low,low,Eva,pci,,,cloud;Telegraph;vault,yes";
    let organisation = organisation(TABLE, rows);
    let uses = all(&organisation, AS_OF);
    let views: Vec<_> = uses.iter().map(super::json::ToolUseView::of).collect();
    let line = POLICY.lines().count()
        + TABLE.lines().position(|line| line == "reason = \"card data stays in the vault\"").unwrap()
        - 2;
    let written = serde_json::to_value(views).unwrap();
    let expected = serde_json::json!([
        {"asset": "A2", "tool": "cloud", "permission": "forbidden", "verdict": "forbidden",
         "reason": "card data stays in the vault", "principle": null, "source": "policy.toml", "line": line,
         "instead": "vault", "instead_permission": "encrypted_only",
         "text": "cloud is forbidden for it (card data stays in the vault); vault is approved for it, encrypted"},
        {"asset": "A2", "tool": "Telegraph", "permission": null, "verdict": "shadow_it",
         "reason": null, "principle": null, "source": null, "line": null,
         "instead": "vault", "instead_permission": "encrypted_only",
         "text": "no row of the policy allows Telegraph for it: it is shadow IT; vault is approved for it, encrypted"},
        {"asset": "A2", "tool": "vault", "permission": "encrypted_only", "verdict": "fine",
         "reason": "vault encrypted_only where pci = true", "principle": null, "source": "policy.toml", "line": line - 4,
         "instead": null, "instead_permission": null, "text": ""},
    ]);
    assert_eq!(written, expected);
}

/// What is refused of an asset with these tools and this region, where the region has no default and a risk alone states one.
fn refused_without_default(tool: &str, region: &str, table: &str) -> String {
    let policy = POLICY.replace("default = \"north\"\n", "");
    let files = [
        Source::new("policy.toml", format!("{policy}{table}")),
        Source::new("assets.csv", format!("{ASSETS}A1,a,information,low,low,low,P1,,{region},,{tool},\n")),
        Source::new("threats.csv", "id,name,class,origin,compromises\nT1,a slip,accidental,internal,C\n"),
        Source::new("risks.csv", "id,asset,threat,impact,owner,region\nR1,A1,T1,2,P1,north\n"),
    ];
    let mut diagnostics = Diagnostics::new();
    let organisation = Organisation::from_sources(&files, &mut diagnostics);
    assert_eq!(organisation.is_some(), diagnostics.is_empty(), "{diagnostics}");
    diagnostics.to_string()
}

#[test]
fn an_asset_without_a_value_that_the_table_reads_is_refused() {
    let north =
        "[[tool]]\nname = \"chat\"\n[[placement]]\nwhen = { region = \"north\" }\nthen = \"forbidden\"\n";
    let said = refused_without_default("chat", "", north);
    for part in
        ["assets.csv", "region", "A1", "though the placement table reads it", "give the facet a default"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(refused_without_default("chat", "south", north), "");
    assert_eq!(refused_without_default("", "", north), "");
    let other = "[[tool]]\nname = \"chat\"\n[[placement]]\nwhen = { pci = true }\nthen = \"forbidden\"\n";
    assert_eq!(refused_without_default("chat", "", other), "");
}
