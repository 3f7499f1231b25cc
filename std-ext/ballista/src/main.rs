//! A Ballista cluster that knows Plimsoll's functions: scheduler, executor and client, one role a process.
//!
//! A function is found by its name in three places: the scheduler plans with it, the executors run it, the client parses it. Where one
//! of them lacks it, or has an engine of another version and so a function of another name, a job fails before a row is decided.
//!
//! Nothing here asks who is calling: the cluster belongs on the loopback, or on a network of its own.
mod client;
mod executor;
mod options;
mod scheduler;

use options::Options;
use plimsoll_datafusion_session::book;
use std::error::Error;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;
use tokio::runtime::{Builder, Runtime};

const USE: &str = "use: plimsoll-ballista ROLE
  scheduler --port N
  executor --scheduler N --port N --grpc-port N --work DIR
  client --scheduler N --book DIR [--partitions N]   asks for all decisions and compares them with the library's
  book --book DIR --rows N --times N                  writes a file of risks, and links it so often
  ports --count N                                     prints ports that are free";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let role = words.next().unwrap_or_default();
    let outcome = Options::read(words).and_then(|options| match role.as_str() {
        "scheduler" => runtime()?.block_on(scheduler::run(options.number("port")?)),
        "executor" => runtime()?.block_on(executor::run(&options)),
        "client" => runtime()?.block_on(client::run(&options)),
        "book" => write(&options),
        "ports" => ports(options.number("count")?),
        _ => Err(USE.into()),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{role}: {error}");
            ExitCode::from(2)
        }
    }
}

/// What plans and expressions are decoded with recurses, deeply in a build without optimisation.
fn runtime() -> Result<Runtime, Box<dyn Error>> {
    Ok(Builder::new_multi_thread().thread_stack_size(32 << 20).enable_all().build()?)
}

/// Many files that hold the same risks take the room of one.
fn write(options: &Options) -> Result<(), Box<dyn Error>> {
    let directory = Path::new(options.text("book")?);
    fs::create_dir_all(directory)?;
    let file = |number: usize| directory.join(format!("{number:04}.parquet"));
    if !file(0).exists() {
        book::write(&file(0), options.number("rows")?)?;
    }
    for number in 1..options.number("times")? {
        if !file(number).exists() {
            fs::hard_link(file(0), file(number))?;
        }
    }
    Ok(())
}

/// All are held until all are known, so that they differ.
fn ports(count: usize) -> Result<(), Box<dyn Error>> {
    let held: Vec<TcpListener> =
        (0..count).map(|_| TcpListener::bind("127.0.0.1:0")).collect::<Result<_, _>>()?;
    for listener in &held {
        println!("{}", listener.local_addr()?.port());
    }
    Ok(())
}
