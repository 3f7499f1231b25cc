//! What can be asked, and what is answered.

use crate::policies::Policies;
use crate::situation::Situation;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use plimsoll::Deployed;
use plimsoll::assessment::json::{DecisionView, PolicyView};
use plimsoll::assessment::{Reason, explain};
use serde::Serialize;
use std::sync::Arc;

/// The most bytes of a situation, and of a policy; more is answered with 413.
const MAX_SITUATION: usize = 64 << 10;
const MAX_POLICY: usize = 1 << 20;

pub(crate) fn router(policies: Arc<Policies>) -> Router {
    Router::new()
        .route("/assess", post(assess).layer(DefaultBodyLimit::max(MAX_SITUATION)))
        .route("/policy", get(show).put(replace).layer(DefaultBodyLimit::max(MAX_POLICY)))
        .with_state(policies)
}

/// A decision as `plimsoll assess --format json` has it.
#[derive(Serialize)]
struct Assessed<'a> {
    policy: PolicyView<'a>,
    #[serde(flatten)]
    decision: DecisionView<'a>,
    reasons: Vec<Reason<'a>>,
}

async fn assess(
    State(policies): State<Arc<Policies>>,
    Json(situation): Json<Situation>,
) -> Result<Response, Refused> {
    let deployed = policies.current();
    let policy = deployed.policy();
    let facts = situation.facts(&policy).map_err(|errors| Refused { errors })?;
    let (decision, reasons) = explain(&policy, &facts);
    let decision = DecisionView::of(&decision, policy.names());
    Ok(Json(Assessed { policy: PolicyView::of(&policy), decision, reasons }).into_response())
}

async fn show(State(policies): State<Arc<Policies>>) -> Response {
    shown(&policies.current())
}

async fn replace(State(policies): State<Arc<Policies>>, blob: Bytes) -> Result<Response, Refused> {
    let replaced = policies.replace(blob.into());
    let deployed =
        replaced.map_err(|error| Refused { errors: vec![format!("this is not a policy: {error}")] })?;
    Ok(shown(&deployed))
}

fn shown(deployed: &Deployed) -> Response {
    Json(PolicyView::of(&deployed.policy())).into_response()
}

/// Everything that is wrong with a request.
#[derive(Serialize)]
struct Refused {
    errors: Vec<String>,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Json(self)).into_response()
    }
}
