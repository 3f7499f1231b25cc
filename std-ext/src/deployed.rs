//! A policy wherever it comes from: a directory of sources, or a blob.

use crate::at_once::open_regular;
use crate::culture::Fact;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::organisation::{Beside, ORIENTATION, vocabulary};
use crate::policy_sources::PolicySources;
use crate::registers::{FacetKind, FacetSpec, TeamStanding, Vocabulary};
use plimsoll_core::facet::BUILT_IN;
use plimsoll_core::policy::{DraftDomain, Space};
use plimsoll_core::{Policy, TeamId, VerifyError};
use std::io::{self, Read};
use std::path::Path;

/// The most bytes of a blob: more than the largest that the compiler makes.
const MAX_BLOB: u64 = 64 << 20;

/// A compiled policy, with the words that registers may use under it.
#[derive(Clone, Debug)]
pub struct Deployed {
    pub(crate) blob: Vec<u8>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) beside: Beside,
    /// Whether it came with its sources; a blob does not know the defaults of facets.
    pub from_sources: bool,
}

impl Deployed {
    /// Reads the policy of a directory, or a blob. `None` if it cannot be used: the diagnostics say why.
    pub fn read(path: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        if path.is_dir() {
            let sources = PolicySources::read(path, diagnostics)?;
            let (words, beside) = vocabulary(&sources.file);
            let blob = sources.compile(diagnostics)?;
            return Some(Self { blob, vocabulary: words, beside, from_sources: true });
        }
        let name = path.display().to_string();
        let blob = match read_blob(path) {
            Ok(blob) => blob,
            Err(error) => {
                let help = "give a directory with a policy.toml, or a policy blob";
                diagnostics.push(Diagnostic::error(name, format!("cannot be read: {error}")).help(help));
                return None;
            }
        };
        match Self::from_blob(blob) {
            Ok(deployed) => Some(deployed),
            Err(error) => {
                let help = "`plimsoll build DIR -o FILE` writes one";
                diagnostics.push(Diagnostic::error(name, format!("is not a policy: {error}")).help(help));
                None
            }
        }
    }

    /// A blob, with its placement table verified as well.
    ///
    /// ```
    /// use plimsoll::Deployed;
    /// use plimsoll_core::Policy;
    /// let deployed = Deployed::from_blob(Policy::standard_bytes().to_vec())?;
    /// assert_eq!(deployed.policy().identity().name, "standard");
    /// # Ok::<(), plimsoll_core::VerifyError>(())
    /// ```
    ///
    /// # Errors
    /// What verification finds first.
    pub fn from_blob(blob: Vec<u8>) -> Result<Self, VerifyError> {
        let policy = Policy::verify(&blob)?;
        policy.placements()?;
        let vocabulary = words(&policy);
        let beside = Beside { orientation: MIDDLE, from_sources: false, ..Beside::default() };
        Ok(Self { blob, vocabulary, beside, from_sources: false })
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'_> {
        Policy::verify(&self.blob).unwrap_or(Policy::REFUSING)
    }
}

/// The orientation where nothing is known of it: halfway.
const MIDDLE: u16 = 2;

/// The bytes of a file that may be a blob.
pub(crate) fn read_blob(path: &Path) -> io::Result<Vec<u8>> {
    let (file, _) = open_regular(path)?;
    let mut blob = Vec::new();
    file.take(MAX_BLOB.saturating_add(1)).read_to_end(&mut blob)?;
    if u64::try_from(blob.len()).is_ok_and(|bytes| bytes > MAX_BLOB) {
        return Err(io::Error::other("it is larger than any policy"));
    }
    Ok(blob)
}

/// The words that a blob names.
fn words(policy: &Policy<'_>) -> Vocabulary {
    let scales = policy.scales();
    let (mut impact, mut likelihood, mut facets, mut obligations) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for known in policy.facets_of(Space::Risk) {
        match (known.name.as_str(), known.domain) {
            ("impact", DraftDomain::Range { names, .. }) => impact = names,
            ("likelihood", DraftDomain::Range { names, .. }) => likelihood = names,
            (_, domain) if known.facet.get() >= BUILT_IN => {
                if obligations.len() < usize::from(policy.obligation_count()) {
                    obligations.push(known.name);
                    continue;
                }
                let kind = match domain {
                    DraftDomain::Bool => FacetKind::Bool,
                    DraftDomain::Labels(labels) => FacetKind::Labels(labels),
                    DraftDomain::Range { low, high, .. } => FacetKind::Range { low, high },
                };
                let mut spec = FacetSpec { name: known.name, kind, default: None };
                // What is called like a question that is not a standard one may be no fact at all.
                let fact = Fact::of(&spec).filter(|fact| Fact::all().any(|known| known == *fact));
                spec.default = fact.map(|fact| fact.unknown());
                facets.push(spec);
            }
            _ => {}
        }
    }
    facets.push(orientation(MIDDLE));
    let kinds = (0..scales.kinds).filter_map(|kind| policy.names()?.kind(kind)).map(String::from).collect();
    let teams = || (0..policy.team_count()).map(TeamId);
    let standing = |team| {
        let stands = policy.team(team);
        stands.map_or(TeamStanding::new(0, 0, false), |team| {
            TeamStanding::new(team.level, team.rights, team.staffed)
        })
    };
    Vocabulary {
        impact,
        likelihood,
        facets,
        obligations,
        teams: teams().map(|team| policy.team_name(team)).collect(),
        standings: teams().map(standing).collect(),
        kinds,
        // A blob does not hold them: answers of the survey are taken as they are. They say something only if all of them are
        // answers to standard questions.
        questions: Vec::new(),
        levels: scales.levels,
        rights: scales.rights,
    }
}

/// The column that gives a risk an orientation of its own.
pub(crate) fn orientation(default: u16) -> FacetSpec {
    FacetSpec {
        name: ORIENTATION.into(),
        kind: FacetKind::Range { low: 1, high: 5 },
        default: Some(crate::registers::FacetValue(default)),
    }
}
