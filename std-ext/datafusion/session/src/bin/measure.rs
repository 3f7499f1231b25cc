//! Twenty million risks as Parquet: the same digest from the library, the functions and `CASE`, and how many rows a second each
//! decides. `measure [--rows N] [--runs N] [--file PATH]`; a file that is there is taken as it is.

use datafusion::arrow::array::{ArrayRef, UInt8Array};
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::common::ScalarValue;
use datafusion::common::config::ConfigOptions;
use datafusion::datasource::MemTable;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use plimsoll_core::Policy;
use plimsoll_datafusion::{Answer, function, functions};
use plimsoll_datafusion_session::book::{self, Book, FACTS};
use plimsoll_datafusion_session::query::{self, Logic};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

struct Options {
    rows: usize,
    runs: usize,
    file: PathBuf,
}

impl Options {
    fn read() -> std::result::Result<Self, String> {
        let file = std::env::temp_dir().join("plimsoll-measure.parquet");
        let mut options = Self { rows: 20_000_000, runs: 5, file };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| format!("{word} lacks its value"))?;
            let number = || value.parse::<usize>().map_err(|error| format!("{word} {value}: {error}"));
            match word.as_str() {
                "--rows" => options.rows = number()?,
                "--runs" => options.runs = number()?.max(1),
                "--file" => options.file = value.into(),
                _ => return Err(format!("there is no option {word}: valid are --rows, --runs, --file")),
            }
        }
        Ok(options)
    }
}

fn main() -> ExitCode {
    let outcome = Options::read().map_err(DataFusionError::Execution).and_then(|options| measure(&options));
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("the digests differ");
            ExitCode::from(1)
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// A session on so many threads, with the functions and the file as `risks`.
fn session(threads: usize, file: &Path) -> Result<(Runtime, SessionContext)> {
    let runtime = Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    let session = SessionContext::new_with_config(SessionConfig::new().with_target_partitions(threads));
    functions().into_iter().for_each(|function| session.register_udf(function));
    let path = file.display().to_string();
    runtime.block_on(session.register_parquet("risks", path, ParquetReadOptions::default()))?;
    Ok((runtime, session))
}

/// How long runs took.
struct Times {
    /// The shortest, by the clock.
    shortest: Duration,
    /// All together, by the processor: what others do on the machine is not in it.
    processor: Duration,
    runs: usize,
}

impl Times {
    fn of(runs: usize, mut run: impl FnMut() -> Result<()>) -> Result<Self> {
        run()?;
        let (mut shortest, before) = (Duration::MAX, processor());
        for _ in 0..runs {
            let start = Instant::now();
            run()?;
            shortest = shortest.min(start.elapsed());
        }
        Ok(Self { shortest, processor: processor().saturating_sub(before), runs })
    }

    /// The cells of a table: by the clock, and by the processor.
    fn cells(&self, rows: usize) -> String {
        let Self { shortest, processor, runs } = self;
        format!(" {} | {} |", rate(rows, *shortest), rate(rows.saturating_mul(*runs), *processor))
    }
}

/// What the processor has spent on this process, in hundredths of a second as Linux counts them; 0 elsewhere.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program comes before, in brackets, and may be anything.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
    Duration::from_millis(ticks.fold(0, u64::saturating_add).saturating_mul(10))
}

/// Millions of rows a second, with one decimal.
fn rate(rows: usize, time: Duration) -> String {
    let tenths = u128::try_from(rows).unwrap_or_default().saturating_mul(10);
    let tenths = tenths.checked_div(time.as_micros().max(1)).unwrap_or_default();
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn measure(options: &Options) -> Result<bool> {
    let Options { rows, runs, file } = options;
    if !file.exists() {
        book::write(file, *rows)?;
    }
    let policy = Policy::standard();
    let (with_functions, case) = (Logic::functions(Policy::standard_bytes()), Logic::case());
    let book = Book::read(file)?;
    let rows = book.len();
    println!("engine {}, DataFusion {}", plimsoll_core::VERSION, datafusion::DATAFUSION_VERSION);
    println!("{rows} rows, {} bytes of Parquet", std::fs::metadata(file)?.len());

    let expected = book.digest(&policy);
    println!("library:   {expected}");
    let mut same = true;
    for threads in [1, 2] {
        let (runtime, session) = session(threads, file)?;
        for (name, logic) in [("functions", &with_functions), ("CASE", &case)] {
            let start = Instant::now();
            let found = runtime.block_on(query::digest(&session, &logic.digest("risks")))?;
            let rate = rate(rows, start.elapsed());
            println!(
                "{name:10} {found}, {threads} threads, {rate} M rows/s with both answers and the digest"
            );
            same &= found == expected;
        }
    }

    println!(
        "\n| million rows a second | 1 thread | and a processor's second | 2 threads | and a processor's second |"
    );
    println!("|---|---|---|---|---|");
    let line = |name: &str, time: &dyn Fn(usize) -> Result<Times>| -> Result<()> {
        println!("| {name} |{}{}", time(1)?.cells(rows), time(2)?.cells(rows));
        Ok(())
    };
    line("plain columns (library)", &|threads| {
        Times::of(*runs, || {
            columns(&book, &policy, threads);
            Ok(())
        })
    })?;
    for (name, sql) in [
        ("Parquet, sums of the 12 columns, nothing decided", query::sums("risks")),
        ("Parquet, `plimsoll_score`", with_functions.scores("risks")),
        ("Parquet, the same as `CASE`", case.scores("risks")),
        ("in memory, `plimsoll_score`", with_functions.scores("held")),
        ("in memory, the same as `CASE`", case.scores("held")),
    ] {
        line(name, &|threads| {
            let (runtime, session) = session(threads, file)?;
            if name.starts_with("in memory") {
                runtime.block_on(hold(&session))?;
            }
            Times::of(*runs, || {
                runtime.block_on(async { session.sql(&sql).await?.collect().await }).map(drop)
            })
        })?;
    }
    println!();
    for rows in [1, 8192] {
        println!("one call for {rows} rows: {} ns", batch(rows)?.as_nanos());
    }
    Ok(same)
}

/// Loads the file into memory, as the table `held`.
async fn hold(session: &SessionContext) -> Result<()> {
    let table = session.table("risks").await?;
    let schema = Arc::new(table.schema().as_arrow().clone());
    let held = MemTable::try_new(schema, table.collect_partitioned().await?)?;
    session.register_table("held", Arc::new(held)).map(drop)
}

/// Decides all by columns, on so many threads.
fn columns(book: &Book, policy: &Policy<'_>, threads: usize) {
    let part = book.len().div_ceil(threads);
    thread::scope(|scope| {
        for thread in 0..threads {
            let from = part.saturating_mul(thread).min(book.len());
            let rows = from..from.saturating_add(part).min(book.len());
            scope.spawn(move || std::hint::black_box(book.scores(policy, rows)));
        }
    });
}

/// What a call takes: of the policy that is verified and the names that are looked up for each batch, a batch of one row tells.
fn batch(rows: usize) -> Result<Duration> {
    let same = |value: u8| -> ColumnarValue {
        let array: ArrayRef = Arc::new(UInt8Array::from(vec![value; rows]));
        ColumnarValue::Array(array)
    };
    let mut args = vec![
        ColumnarValue::Scalar(ScalarValue::Binary(Some(Policy::standard_bytes().to_vec()))),
        ColumnarValue::Scalar(ScalarValue::from(FACTS.join(","))),
    ];
    args.extend([4, 3, 7, 0, 0, 0, 1, 1, 1, 1, 0, 0].map(same));
    let score = function(Answer::Score);
    let fields: Vec<_> = args.iter().map(|arg| Arc::new(Field::new("c", arg.data_type(), false))).collect();
    let options = Arc::new(ConfigOptions::default());
    let call = || {
        let args = ScalarFunctionArgs {
            args: args.clone(),
            arg_fields: fields.clone(),
            number_rows: rows,
            return_field: Arc::new(Field::new("score", DataType::UInt8, false)),
            config_options: Arc::clone(&options),
        };
        score.invoke_with_args(args).map(drop)
    };
    let calls = 2000_u32;
    let start = Instant::now();
    for _ in 0..calls {
        call()?;
    }
    Ok(start.elapsed().checked_div(calls).unwrap_or_default())
}
