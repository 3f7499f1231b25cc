//! An executor: one task at a time, on files that it can read.

use crate::options::Options;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use plimsoll_datafusion::functions;
use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;

/// How often the scheduler hears of it, in seconds.
pub(crate) const HEARTBEAT: u64 = 2;

pub(crate) async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut registry = BallistaFunctionRegistry::default();
    let named = functions().into_iter().map(|function| (function.name().to_owned(), Arc::new(function)));
    registry.scalar_functions.extend(named);
    let config = ExecutorProcessConfig {
        bind_host: Ipv4Addr::LOCALHOST.to_string(),
        external_host: Some(Ipv4Addr::LOCALHOST.to_string()),
        port: options.number("port")?,
        grpc_port: options.number("grpc-port")?,
        scheduler_host: Ipv4Addr::LOCALHOST.to_string(),
        scheduler_port: options.number("scheduler")?,
        scheduler_connect_timeout_seconds: 20,
        vcores: 1,
        work_dir: Some(options.text("work")?.to_owned()),
        memory_pool_size: Some(1 << 30),
        executor_heartbeat_interval_seconds: HEARTBEAT,
        override_function_registry: Some(Arc::new(registry)),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await?;
    Ok(())
}
