//! A policy and the registers it is applied to.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::policy_file::PolicyFile;
use crate::registers::{FacetKind, FacetSpec, FacetValue, Registers, Source, Vocabulary};
use plimsoll_core::Policy;
use std::path::Path;

/// The name of the policy's file in a directory.
pub const POLICY_FILE: &str = "policy.toml";

/// The facet that says where an organisation stands between deny by default (1) and anytime-anywhere (5).
pub(crate) const ORIENTATION: &str = "orientation";

macro_rules! sample {
    ($($name:literal),+) => {
        [$(($name, include_str!(concat!("../sample/", $name)))),+]
    };
}

/// The files of the built-in sample: an invented firm that offers accounts payable as a cloud service.
pub const SAMPLE: [(&str, &str); 7] = sample!(
    "policy.toml",
    "assets.csv",
    "threats.csv",
    "actions.csv",
    "risks.csv",
    "incidents.csv",
    "not_applicable.csv"
);

/// What a directory holds: the policy, compiled and verified, and the registers, sound against each other and the policy.
///
/// ```
/// use plimsoll::Organisation;
/// let sample = Organisation::sample();
/// assert_eq!(sample.policy().identity().author, "security governance");
/// assert!(sample.registers().risks().len() >= 60);
/// ```
#[derive(Clone, Debug)]
pub struct Organisation {
    blob: Vec<u8>,
    vocabulary: Vocabulary,
    orientation: u16,
    registers: Registers,
}

impl Organisation {
    /// Reads a directory. `None` if anything in it was an error; the diagnostics say what, for all files at once.
    pub fn read(directory: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        if !directory.is_dir() {
            let name = directory.display().to_string();
            let help = format!("give a directory with a {POLICY_FILE}; `plimsoll init {name}` makes one");
            diagnostics.push(Diagnostic::error(name, "is not a directory that can be read").help(help));
            return None;
        }
        // However wrong the policy is, the registers are checked against what it does say, so that all is told at once.
        let policy = Source::read(directory, POLICY_FILE, diagnostics)
            .and_then(|source| PolicyFile::understand(&source, diagnostics));
        let (words, orientation) = policy.as_ref().map(|(file, _)| vocabulary(file)).unwrap_or_default();
        let mut found = Diagnostics::new();
        let registers = Registers::read(directory, &words, &mut found);
        if policy.is_none() {
            found.keep_independent_of_policy();
        }
        diagnostics.append(found);
        let blob = policy.filter(|(_, sound)| *sound).and_then(|(file, _)| compile(&file, diagnostics));
        Some(Self { blob: blob?, vocabulary: words, orientation, registers: registers? })
    }

    /// Puts an organisation together from texts that stand for the files of a directory.
    pub fn from_sources(files: &[Source], diagnostics: &mut Diagnostics) -> Option<Self> {
        let (policies, registers): (Vec<Source>, Vec<Source>) =
            files.iter().cloned().partition(|file| file.name == POLICY_FILE);
        let Some(source) = policies.first() else {
            diagnostics.push(Diagnostic::error(POLICY_FILE, "is missing"));
            return None;
        };
        let file = PolicyFile::read(source, diagnostics)?;
        let blob = compile(&file, diagnostics)?;
        let (words, orientation) = vocabulary(&file);
        let registers = Registers::from_csv(&registers, &words, diagnostics)?;
        Some(Self { blob, vocabulary: words, orientation, registers })
    }

    /// The built-in sample.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the sample is compiled in, and a test reads it")]
    pub fn sample() -> Self {
        let files = SAMPLE.map(|(name, text)| Source::new(name, text));
        Self::from_sources(&files, &mut Diagnostics::new()).expect("the built-in sample is sound")
    }

    /// The compiled policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'_> {
        // The compiler hands out only what verification accepts.
        Policy::verify(&self.blob).unwrap_or(Policy::REFUSING)
    }

    /// The policy as bytes, as a device would load it.
    #[must_use]
    pub fn blob(&self) -> &[u8] {
        &self.blob
    }

    /// The names that the policy gives to scales, facets, obligations, teams and kinds.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The registers.
    #[must_use]
    pub fn registers(&self) -> &Registers {
        &self.registers
    }

    /// The orientation of the organisation as a whole, as a value of its facet: 0 is deny by default.
    pub(crate) fn orientation(&self) -> u16 {
        self.orientation
    }
}

/// Reads and compiles the policy of a directory.
pub fn read_policy(directory: &Path, diagnostics: &mut Diagnostics) -> Option<(PolicyFile, Vec<u8>)> {
    let source = Source::read(directory, POLICY_FILE, diagnostics)?;
    let file = PolicyFile::read(&source, diagnostics)?;
    let blob = compile(&file, diagnostics)?;
    Some((file, blob))
}

fn compile(file: &PolicyFile, diagnostics: &mut Diagnostics) -> Option<Vec<u8>> {
    file.compile().map_err(|faults| diagnostics.append(faults)).ok()
}

/// The words of a policy, among them the column that gives a risk an orientation of its own.
fn vocabulary(file: &PolicyFile) -> (Vocabulary, u16) {
    let mut words = file.vocabulary.clone();
    let orientation = file.orientation;
    words.facets.push(FacetSpec {
        name: ORIENTATION.into(),
        kind: FacetKind::Range { low: 1, high: 5 },
        default: Some(FacetValue(orientation)),
    });
    (words, orientation)
}
