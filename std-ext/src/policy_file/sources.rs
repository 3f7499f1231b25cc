//! The digest of the files that a policy is made from.

use super::FILE;
use crate::registers::Source;
use sha2::{Digest, Sha256};

/// The SHA-256 of `policy.toml` (as text, without a byte order mark) and of the files of its rules, given by name and bytes in
/// any order; a blob carries it.
///
/// Each file goes in as the length of its name, the name, the length of its content and the content, lengths as 64 bits,
/// lowest byte first; `policy.toml` is the first, rule files follow by name. So no two sets of files run together to the same
/// bytes.
///
/// ```
/// use plimsoll::policy_file::sources_digest;
/// use plimsoll::registers::Source;
/// let policy = Source::new("policy.toml", "[policy]\n");
/// let rules: [(&str, &[u8]); 2] = [("rules/b.rhai", b"fn b() {}"), ("rules/a.rhai", b"fn a() {}")];
/// let digest = sources_digest(&policy, rules);
/// assert_eq!(digest, sources_digest(&policy, rules.into_iter().rev()));
/// assert_ne!(digest, sources_digest(&policy, []));
/// ```
#[must_use]
pub fn sources_digest<'a>(policy: &Source, rules: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> [u8; 32] {
    let mut files: Vec<(&str, &[u8])> = rules.into_iter().collect();
    files.sort_unstable();
    let mut hash = Sha256::new();
    for (name, bytes) in std::iter::once((FILE, policy.text.as_bytes())).chain(files) {
        for part in [name.as_bytes(), bytes] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(digest: [u8; 32]) -> String {
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The figure is from `printf '\x0b\0\0\0\0\0\0\0policy.toml\x03\0\0\0\0\0\0\0abc' | sha256sum`.
    #[test]
    fn the_frames_are_as_documented() {
        let digest = sources_digest(&Source::new("policy.toml", "abc"), []);
        assert_eq!(hex(digest), "2eb85bfee9d46b03089e13971ba2a09b5ee276b40035aea55b5a2d7c44fe3214");
    }

    #[test]
    fn the_name_of_the_source_does_not_count_and_those_of_rules_do() {
        let digest = |policy: &str, rules: &[(&str, &[u8])]| {
            sources_digest(&Source::new(policy, "x"), rules.iter().copied())
        };
        assert_eq!(digest("policy.toml", &[]), digest("other.toml", &[]));
        assert_ne!(digest("p", &[("ab", b"c")]), digest("p", &[("a", b"bc")]));
        assert_ne!(digest("p", &[("a", b"b"), ("c", b"d")]), digest("p", &[("a", b"d"), ("c", b"b")]));
        assert_ne!(digest("p", &[("a", b""), ("b", b"")]), digest("p", &[("a", b"")]));
    }
}
