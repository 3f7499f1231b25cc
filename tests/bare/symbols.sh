# For the scripts that look at programs without a heap; not run by itself.

fail() {
    echo "FAILED: $1" >&2
    exit 1
}

# What may be in no program of ours: an allocator, by Rust's names or C's, and core's means to panic.
forbidden='__rust_(no_)?alloc|__rust_(de|re)alloc|__rg_|__rdl_|(^|[^a-z_])(malloc|calloc|realloc|free)$|alloc::|5alloc|panicking|rust_begin_unwind|eh_personality|_Unwind'

# Says no to a list of symbols that lacks one that must be there, or has one that must not: WHAT SYMBOLS EXPECTED...
check_symbols() {
    what=$1 symbols=$2
    shift 2
    for expected in "$@"; do
        echo "$symbols" | grep -q -- "$expected" || fail "$what has no symbol like $expected: were the symbols stripped?"
    done
    if echo "$symbols" | grep -E "$forbidden"; then
        fail "$what links an allocator or can panic"
    fi
}

# The symbols of an ELF file, by both their names.
symbols_of() {
    command -v nm >/dev/null || fail "nm, of binutils, is needed to look at symbols"
    nm -C "$1"
    nm "$1"
}

# Says no to a program that needs anything from elsewhere, or has data of its own: WHAT PROGRAM
check_alone() {
    if [ -n "$(nm -u "$2")" ]; then
        fail "$1 needs symbols that it does not have"
    fi
    if size -A "$2" | awk '$1 ~ /^\.(t?data|t?bss)/ && $2 > 0 { found = 1; print } END { exit !found }'; then
        fail "$1 has data of its own"
    fi
}
