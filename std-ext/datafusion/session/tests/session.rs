//! One session over a small Parquet file: the same decisions as the library.
#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect should stop")]

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::UInt8Type;
use datafusion::common::{ParamValues, ScalarValue};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use plimsoll_core::policy::Draft;
use plimsoll_core::{IncidentFacts, Level, Policy};
use plimsoll_datafusion::{Answer, functions};
use plimsoll_datafusion_session::book::{self, Book};
use plimsoll_datafusion_session::query::{self, Logic};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

const RISKS: usize = 50_000;

fn engine() -> (Runtime, SessionContext, Book, TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("risks.parquet");
    book::write(&file, RISKS).unwrap();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let session = SessionContext::new_with_config(SessionConfig::new().with_target_partitions(2));
    functions().into_iter().for_each(|function| session.register_udf(function));
    let path = file.display().to_string();
    runtime.block_on(session.register_parquet("risks", path, ParquetReadOptions::default())).unwrap();
    (runtime, session, Book::read(&file).unwrap(), directory)
}

#[test]
fn the_same_decisions_as_the_library() {
    let (runtime, session, book, _directory) = engine();
    let expected = book.digest(&Policy::standard());
    assert_eq!(usize::try_from(expected.risks).unwrap(), RISKS);
    let ask = |logic: &Logic| runtime.block_on(query::digest(&session, &logic.digest("risks"))).unwrap();
    assert_eq!(ask(&Logic::functions(Policy::standard_bytes())), expected);
    assert_eq!(ask(&Logic::case()), expected);

    // Another policy decides otherwise, and again as the library does.
    let mut draft = Draft::standard();
    draft.acceptance_level = 8;
    let blob = draft.compile().unwrap();
    let other = book.digest(&Policy::verify(&blob).unwrap());
    assert_ne!(other, expected);
    assert_eq!(ask(&Logic::functions(&blob)), other);

    // One decision more or less, and one that is another.
    let changed = |change: &str| {
        let query = Logic::functions(Policy::standard_bytes()).digest(change);
        runtime.block_on(query::digest(&session, &query)).unwrap()
    };
    assert_ne!(changed("(SELECT * FROM risks WHERE id <> 17)"), expected);
    let other = "CASE WHEN id <> 17 THEN choice WHEN choice = 4 THEN 2 ELSE 4 END AS choice";
    assert_ne!(changed(&format!("(SELECT * REPLACE ({other}) FROM risks)")), expected);
}

/// What is wrong is told, by the plan where it can be.
#[test]
fn what_is_wrong_is_told() {
    let (runtime, session, _book, _directory) = engine();
    let score = Answer::Score.function_name();
    let plan = |query: String| match runtime.block_on(session.sql(&query)) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    };
    let run = |query: String| {
        let batches = runtime.block_on(async { session.sql(&query).await?.collect().await });
        batches.map(drop).unwrap_err().to_string()
    };
    let error = plan(format!("SELECT {score}(X'504c4d4c00', 'rated', rated) FROM risks"));
    assert!(error.contains("the first argument is no policy"), "{error}");
    let query = Logic::functions(Policy::standard_bytes()).score;
    let error = plan(format!("SELECT {} FROM risks", query.replace("'rated, ", "'rating, ")));
    assert!(error.contains("there is no fact \"rating\" here: valid are rated, "), "{error}");
    let error = plan(format!("SELECT {} FROM risks", query.replace(", total, estimate, choice, exception, confidentiality, integrity, availability, compromises_c, compromises_i, compromises_a)", ", total)")));
    assert!(error.contains("12 facts are named and 3 columns given"), "{error}");
    let error = run(format!("SELECT {} FROM (SELECT * REPLACE (6 AS rated) FROM risks)", query));
    assert!(error.contains("rated is 6 in row 0 of its batch: valid are 1 to 5"), "{error}");
    let error =
        run(format!("SELECT {} FROM (SELECT * REPLACE (nullif(rated, 5) AS rated) FROM risks)", query));
    assert!(error.contains("rated is NULL in row "), "{error}");
    // CASE keeps such rows away.
    let guarded = format!(
        "SELECT CASE WHEN r IS NULL THEN 0 ELSE {} END FROM (SELECT *, nullif(rated, 5) AS r FROM risks)",
        query.replace(
            ", rated, uncompleted, total, estimate, choice, exception, c",
            ", r, uncompleted, total, estimate, choice, exception, c"
        )
    );
    runtime.block_on(async { session.sql(&guarded).await?.collect().await }).unwrap();
    let blob = &query[query.find("X'").unwrap()..=query.rfind("', '").unwrap()];
    let in_a_column = query.replace(blob, "blob");
    let policies = format!("(VALUES ({blob}), ({blob})) AS policies (blob)");
    let error = run(format!("SELECT {in_a_column} FROM risks, {policies}"));
    assert!(error.contains("have to be literals"), "{error}");
}

/// The policy of a prepared statement is a literal by the time rows are read.
#[test]
fn a_policy_as_a_parameter() {
    let (runtime, session, _book, _directory) = engine();
    let target = Answer::Target.function_name();
    let query = format!(
        "SELECT {target}($1, 'segment, kind, priority, security, complex, level, rights', 'system', 'database', p, false, false, 1, 1) \
         AS target FROM (VALUES ('low'), ('medium'), ('high')) AS incidents (p)"
    );
    let ask = |policy: &[u8]| {
        let values = ParamValues::from(vec![ScalarValue::Binary(Some(policy.to_vec()))]);
        runtime.block_on(async { session.sql(&query).await?.with_param_values(values)?.collect().await })
    };
    let batches = ask(Policy::standard_bytes()).unwrap();
    let found: Vec<u8> = batches
        .iter()
        .flat_map(|batch| batch.column(0).as_primitive::<UInt8Type>().values().to_vec())
        .collect();
    let policy = Policy::standard();
    let expected = [Level::Low, Level::Medium, Level::High].map(|priority| {
        let system = plimsoll_core::Segment::System;
        let facts =
            IncidentFacts::default().with_segment(system).with_kind(1).with_priority(priority).with_rights(1);
        policy.route(&facts).target.get()
    });
    assert_eq!(found, expected);
    let error = ask(&Policy::standard_bytes()[..99]).map(drop).unwrap_err().to_string();
    assert!(error.contains("the first argument is no policy"), "{error}");
}
