//! The client: asks for all decisions, and compares them with those of the library.

use crate::options::Options;
use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use plimsoll_core::Policy;
use plimsoll_datafusion::functions;
use plimsoll_datafusion_session::book::Book;
use plimsoll_datafusion_session::digest;
use plimsoll_datafusion_session::query::{self, Logic};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

pub(crate) async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let directory = Path::new(options.text("book")?);
    let times = i64::try_from(fs::read_dir(directory)?.count())?;
    let mut units = Book::read(&directory.join("0000.parquet"))?.units(&Policy::standard());
    units.values_mut().for_each(|unit| *unit = unit.times(times));
    let expected = digest::of(&units);
    println!("library: {expected}");

    let config =
        SessionConfig::new_with_ballista().with_target_partitions(options.number_or("partitions", 16)?);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    let scheduler = format!("df://127.0.0.1:{}", options.number::<u16>("scheduler")?);
    let session = SessionContext::remote_with_state(&scheduler, state).await?;
    // Only now: what is registered before is not taken over.
    functions().into_iter().for_each(|function| session.register_udf(function));
    let path = format!("{}/", directory.display());
    session.register_parquet("risks", path, ParquetReadOptions::default()).await?;
    // Whoever watches may begin to disturb.
    println!("asked");
    let start = Instant::now();
    let found = query::digest(&session, &Logic::functions(Policy::standard_bytes()).digest("risks")).await?;
    println!("cluster: {found}, {} ms", start.elapsed().as_millis());
    if found == expected { Ok(()) } else { Err("the cluster decided otherwise than the library".into()) }
}
