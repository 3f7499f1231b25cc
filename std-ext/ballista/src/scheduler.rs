//! The scheduler: plans jobs and hands their tasks to executors. What it knows is in memory and dies with it.

use ballista_core::utils::default_session_builder;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::execution::FunctionRegistry;
use datafusion::prelude::SessionConfig;
use plimsoll_datafusion::functions;
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// How long an executor may be silent before its tasks go to others, in seconds; they speak every [`crate::executor::HEARTBEAT`].
const TIMEOUT: u64 = 10;

/// How often silence is looked for, in seconds.
const EXPIRY: u64 = 2;

pub(crate) async fn run(port: u16) -> Result<(), Box<dyn Error>> {
    let session = |config: SessionConfig| {
        let mut state = default_session_builder(config)?;
        for function in functions() {
            state.register_udf(Arc::new(function))?;
        }
        Ok(state)
    };
    let config = SchedulerConfig {
        bind_host: Ipv4Addr::LOCALHOST.to_string(),
        external_host: Ipv4Addr::LOCALHOST.to_string(),
        bind_port: port,
        executor_timeout_seconds: TIMEOUT,
        expire_dead_executor_interval_seconds: EXPIRY,
        no_executors_grace_period_seconds: TIMEOUT,
        ..SchedulerConfig::default()
    };
    let config = config.with_override_session_builder(Arc::new(session));
    let cluster = BallistaCluster::new_from_config(&config).await?;
    start_server(cluster, SocketAddr::from((Ipv4Addr::LOCALHOST, port)), Arc::new(config)).await?;
    Ok(())
}
