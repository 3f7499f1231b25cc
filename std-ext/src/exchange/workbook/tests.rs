//! Workbooks, as others write them and as they come back.

use super::{is_own_workbook, read_workbook, write_workbook};
use crate::Organisation;
use crate::diagnostic::Diagnostics;
use crate::registers::{Registers, Source, Vocabulary};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Book, Worksheet};
use std::io::{Cursor, Read, Write};

/// A workbook with the three sheets that must be there, and what is done to them.
fn book(change: impl Fn(&str, &mut Worksheet)) -> Vec<u8> {
    let mut book = Book::new();
    for (name, rows) in [
        (
            "Assets",
            &[
                &["id", "name", "class", "confidentiality", "integrity", "availability", "owner"][..],
                &["A1", "mail", "services", "high", "2", "low", "Eva"][..],
            ][..],
        ),
        (
            "threats",
            &[
                &["id", "name", "class", "origin", "compromises"][..],
                &["T1", "phishing", "deliberate", "external", "C;I"][..],
            ][..],
        ),
        (
            "risks",
            &[
                &["id", "asset", "threat", "impact", "owner", "opened"][..],
                &["R1", "A1", "T1", "4", "Eva", "2026-01-02"][..],
            ][..],
        ),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
        change(name, sheet);
    }
    book.save_to_buffer().unwrap()
}

/// What comes of a workbook under the standard words: its risks, and what was said.
fn risks(bytes: &[u8]) -> (Option<String>, String) {
    let mut out = Diagnostics::new();
    let Some(book) = read_workbook("book.xlsx", bytes, &mut out) else { return (None, out.to_string()) };
    let mut found = Diagnostics::new();
    let words = Vocabulary::default();
    let registers = Registers::from_csv(&book.files, &words, &mut found);
    out.append(book.located(&found));
    (registers.map(|registers| serde_json::to_string(registers.risks()).unwrap()), out.to_string())
}

#[test]
fn typed_cells_say_the_same_as_texts() {
    let (texts, said) = risks(&book(|_, _| {}));
    assert_eq!(said, "");
    let (typed, said) = risks(&book(|name, sheet| {
        if name == "risks" {
            let day = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write_number(1, 3, 4).unwrap();
            sheet
                .write_datetime_with_format(1, 5, ExcelDateTime::from_ymd(2026, 1, 2).unwrap(), &day)
                .unwrap();
        }
        if name == "Assets" {
            sheet.write_number(1, 4, 2).unwrap();
        }
    }));
    assert_eq!(said, "");
    assert_eq!(typed, texts);
    assert!(texts.unwrap().contains("\"opened\":\"2026-01-02\""));
}

/// What is done to the sheet of risks, or the book, and what is said of it: with the sheet, its row and its column.
#[test]
fn what_does_not_fit_is_told_with_the_place() {
    let day = || Format::new().set_num_format("yyyy-mm-dd hh:mm");
    type Change = Box<dyn Fn(&mut Worksheet)>;
    let cases: [(Change, &str); 9] = [
        (
            Box::new(|sheet| {
                sheet.write_number(1, 0, 12_345_678_901_234_567_890.0).unwrap();
            }),
            "error: book.xlsx, sheet risks:2: A: is a number that a workbook does not keep exactly",
        ),
        (
            Box::new(|sheet| {
                sheet.write_string(9, 0, "R2").unwrap();
            }),
            "error: book.xlsx, sheet risks:10: asset: is empty",
        ),
        (
            Box::new(|sheet| {
                sheet.write_string(1, 4, "Eva\nand\nAda").unwrap();
                sheet.write_string(3, 3, "9").unwrap();
                for (column, text) in [(0, "R2"), (1, "A1"), (2, "T1"), (4, "Eva")] {
                    sheet.write_string(3, column, text).unwrap();
                }
            }),
            "error: book.xlsx, sheet risks:4: impact: `9` is not",
        ),
        (
            Box::new(move |sheet| {
                let noon = ExcelDateTime::from_ymd(2026, 1, 2).unwrap().and_hms(12, 0, 0).unwrap();
                sheet.write_datetime_with_format(1, 5, noon, &day()).unwrap();
            }),
            "error: book.xlsx, sheet risks:2: F: is a time of day, where a day is wanted",
        ),
        (
            Box::new(|sheet| {
                sheet.write_string(1, 6, "stray").unwrap();
            }),
            "error: book.xlsx, sheet risks:2: the row has 7 fields, the header has 6",
        ),
        (
            Box::new(|sheet| {
                sheet.write_string(0, 4096, "far").unwrap();
            }),
            "sheet risks:1: FAO: is past the last of",
        ),
        (
            Box::new(|sheet| {
                sheet.write_string(0, 3, "impct").unwrap();
            }),
            "book.xlsx, sheet risks",
        ),
        (
            Box::new(|sheet| {
                sheet.set_name("riks").unwrap();
            }),
            "warning: book.xlsx, sheet riks: is not read: no register has this name\n  help: is it meant to be `risks`?",
        ),
        (
            Box::new(|sheet| {
                sheet.write_string(1, 1, "A\u{202e}1").unwrap();
            }),
            "book.xlsx, sheet risks:2: asset",
        ),
    ];
    for (change, expected) in &cases {
        let bytes = book(|name, sheet| {
            if name == "risks" {
                change(sheet);
            }
        });
        let (registers, said) = risks(&bytes);
        assert!(registers.is_none(), "{expected}");
        assert!(said.contains(expected), "{expected}:\n{said}");
    }
}

/// A formula with a result is what it came to.
#[test]
fn results_of_formulas_are_read() {
    let (texts, _) = risks(&book(|_, _| {}));
    let (worked_out, said) = risks(&book(|name, sheet| {
        if name == "risks" {
            sheet.write_formula(1, 3, rust_xlsxwriter::Formula::new("1+3").set_result("4")).unwrap();
        }
    }));
    assert_eq!(worked_out, texts, "{said}");
}

/// Programs that do not work formulas out leave their results away.
#[test]
fn formulas_without_results_are_told() {
    let whole = book(|name, sheet| {
        if name == "risks" {
            sheet.write_formula(1, 3, "1+3").unwrap();
        }
    });
    let mut from = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        to.start_file(file.name().unwrap(), zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(text.replace("</f><v>0</v>", "</f><v></v>").as_bytes()).unwrap();
    }
    let (registers, said) = risks(&to.finish().unwrap().into_inner());
    assert!(registers.is_none());
    assert!(said.starts_with("error: book.xlsx, sheet risks:2: D: is a formula without a result"), "{said}");
}

#[test]
fn own_workbooks_are_known() {
    let sample = Organisation::sample();
    let bytes = write_workbook(sample.registers(), None, &mut Diagnostics::new()).unwrap();
    assert!(is_own_workbook(&bytes));
    assert!(!is_own_workbook(&book(|_, _| {})));
    assert!(!is_own_workbook(b"PK\x03\x04"));
}

#[test]
fn what_is_no_workbook_is_refused() {
    let whole = book(|_, _| {});
    for bytes in [&b""[..], b"PK\x03\x04", b"id,name\n", &whole[..whole.len() / 2]] {
        let (registers, said) = risks(bytes);
        assert!(registers.is_none() && said.starts_with("error: book.xlsx: is no workbook"), "{said}");
    }
    // Whatever byte is turned, there is an answer.
    for at in (0..whole.len()).step_by(97) {
        let mut broken = whole.clone();
        broken[at] ^= 0x55;
        let (registers, said) = risks(&broken);
        assert!(registers.is_some() || said.contains("error: "), "byte {at}");
    }
}

/// A gigabyte of blanks, packed into a megabyte, is refused before it is read.
#[test]
fn what_unpacks_to_too_much_is_refused() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/sharedStrings.xml", options).unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..300 {
        archive.write_all(&blanks).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    let (_, said) = risks(&bytes);
    assert!(said.contains("unpacks to more than 256 MiB"), "{said}");
}

/// Texts that a spreadsheet, XML or a reader of CSV could take for something else come back as they were.
#[test]
fn odd_texts_come_back() {
    let names = [
        "=1+1",
        "'=1+1",
        "+46 8",
        "-x",
        "@a",
        "007",
        "1e5",
        "TRUE",
        "2026-01-02",
        "_x000D_",
        "_x005F_",
        "a\rb",
        "two\nlines",
        "tab\there",
        "\"q\"",
        "a,b;c",
        "<b>&amp;</b>",
        "é \u{1f512}",
        "'tis",
        "#REF!",
    ];
    let mut assets = "id,name,class,confidentiality,integrity,availability,owner,note\n".to_owned();
    for (number, name) in names.iter().enumerate() {
        let quoted = name.replace('"', "\"\"");
        let guard = if name.trim_start_matches('\'').starts_with(['=', '+', '-', '@']) { "'" } else { "" };
        assets.push_str(&format!(
            "A{number},\"{guard}{quoted}\",services,high,low,low,Eva,\"{guard}{quoted}\"\n"
        ));
    }
    let files = [
        Source::new("assets.csv", assets),
        Source::new("threats.csv", "id,name,class,origin,compromises\nT1,phishing,deliberate,external,C;I\n"),
        Source::new("risks.csv", "id,asset,threat,impact,owner\nR1,A1,T1,4,Eva\n"),
    ];
    let words = Vocabulary::default();
    let mut out = Diagnostics::new();
    let registers = Registers::from_csv(&files, &words, &mut out).unwrap_or_else(|| panic!("{out}"));
    let kept: Vec<&str> = registers.assets().iter().map(|asset| asset.name.as_str()).collect();
    assert_eq!(kept, names);
    let bytes = write_workbook(&registers, None, &mut out).unwrap();
    let book = read_workbook("book.xlsx", &bytes, &mut out).unwrap_or_else(|| panic!("{out}"));
    let again = Registers::from_csv(&book.files, &words, &mut out).unwrap_or_else(|| panic!("{out}"));
    assert!(again == registers);
}
