//! A service that decides about risks over HTTP, and takes a new policy while it runs.
//!
//! ```sh
//! cargo run -p plimsoll --example service -- [ADDRESS [POLICY]]      # 127.0.0.1:8080, the standard policy
//! curl -H content-type:application/json -d '{"impact": 4, "actions": {"uncompleted": 3, "total": 7}}' http://127.0.0.1:8080/assess
//! plimsoll build DIR -o new.plimsoll && curl -T new.plimsoll http://127.0.0.1:8080/policy
//! ```
//!
//! | request | answer |
//! |---|---|
//! | `POST /assess` | the decision about a situation, the reasons, and the policy that made it |
//! | `GET /policy` | which policy decides now |
//! | `PUT /policy` | puts a blob in its place, once it is verified; one that is not is refused with 422 and changes nothing |
//!
//! What is no JSON, or too large, is refused in plain text by axum.
//!
//! A request takes the policy that is there once it has been read, and keeps it: nothing waits for a swap, no answer is made of
//! two policies, and the old one goes with the last request that holds it. Ctrl-C or SIGTERM ends the service once every request
//! that has begun is answered, however long its client takes: the example has no limits of time or of connections. Who may reach
//! `PUT /policy` decides what risks may be carried: a blob's checksum finds accidents, not forgeries, so let something that
//! authenticates, and that limits both, stand in front of it.

mod policies;
mod routes;
mod situation;

use plimsoll::Deployed;
use plimsoll_core::Policy;
use policies::Policies;
use std::error::Error;
use std::sync::Arc;
use std::{env, fs, io};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8080".into());
    let blob = match arguments.next() {
        Some(file) => fs::read(&file).map_err(|error| format!("{file}: {error}"))?,
        None => Policy::standard_bytes().to_vec(),
    };
    let first = Deployed::from_blob(blob).map_err(|error| format!("this is not a policy: {error}"))?;
    let policies = Arc::new(Policies::new(first));
    let stopped = stopped()?;
    let listener = TcpListener::bind(address).await?;
    println!("listening on {}", listener.local_addr()?);
    axum::serve(listener, routes::router(policies)).with_graceful_shutdown(stopped).await?;
    println!("stopped");
    Ok(())
}

/// Hears from now on what asks the service to stop: Ctrl-C, and what `kill` and containers send.
#[cfg(unix)]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Hears what asks the service to stop: Ctrl-C. Where that cannot be heard, it stops at once.
#[cfg(not(unix))]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
