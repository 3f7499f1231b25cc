//! `plimsoll diff`: the sample against itself with a lower acceptance level, from their files on.

use divan::Bencher;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::difference::Comparison;
use plimsoll_benches::sample;

#[divan::bench(sample_count = 5, sample_size = 1)]
fn sample_with_another_limit(bencher: Bencher<'_, '_>) {
    let directory = tempfile::tempdir().expect("a directory");
    let (old, new) = (directory.path().join("old"), directory.path().join("new"));
    sample::write(&old, None).and_then(|()| sample::write(&new, Some(8))).expect("files");
    bencher.bench(|| {
        let compared = Comparison::of(&old, &new, None, 4, &mut Diagnostics::new(), |_, _| ());
        let changed = compared.expect("both are sound").changed();
        assert!(changed > 0, "the limit changes something");
    });
}
