//! Risk matrices in real use.

use super::field;
use serde::Deserialize;

/// A file of `matrices/`, with its row of `matrices/index.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixCase {
    /// The file's name without its ending.
    pub name: String,
    /// Names of the levels of likelihood, ascending.
    pub likelihood: Vec<String>,
    /// Names of the levels of impact, ascending.
    pub impact: Vec<String>,
    /// Names of the bands, ascending.
    pub bands: Vec<String>,
    /// A colour per band as `#rrggbb`; none where the source gives none.
    pub colours: Vec<String>,
    /// Whether the matrix is a banding of the product of the two levels.
    pub product_banding: bool,
    /// Where it comes from.
    pub origin: String,
    /// A row per likelihood, a column per impact, both ascending; indices into the bands.
    pub grid: Vec<Vec<u8>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndexRow {
    matrix: String,
    #[serde(deserialize_with = "field::names")]
    bands: Vec<String>,
    #[serde(deserialize_with = "field::names")]
    colours: Vec<String>,
    #[serde(deserialize_with = "field::yes")]
    product_banding: bool,
    origin: String,
}

const FILES: [(&str, &str); 6] = [
    ("three_by_three", include_str!("../../cases/matrices/three_by_three.csv")),
    ("three_by_three_product", include_str!("../../cases/matrices/three_by_three_product.csv")),
    ("four_by_four_five_bands", include_str!("../../cases/matrices/four_by_four_five_bands.csv")),
    ("five_by_five_iso_27005", include_str!("../../cases/matrices/five_by_five_iso_27005.csv")),
    ("five_by_five_sensitive", include_str!("../../cases/matrices/five_by_five_sensitive.csv")),
    ("nist_sp800_30_table_i2", include_str!("../../cases/matrices/nist_sp800_30_table_i2.csv")),
];

/// The six matrices.
///
/// # Panics
///
/// Where index and files do not fit together.
#[must_use]
pub fn matrices() -> Vec<MatrixCase> {
    let index: Vec<IndexRow> =
        super::rows("matrices/index.csv", include_str!("../../cases/matrices/index.csv"));
    assert_eq!(index.len(), FILES.len(), "a row of matrices/index.csv per file");
    index.into_iter().map(matrix).collect()
}

fn matrix(row: IndexRow) -> MatrixCase {
    let IndexRow { matrix: name, bands, colours, product_banding, origin } = row;
    let (_, text) =
        FILES.iter().find(|(file, _)| *file == name).unwrap_or_else(|| panic!("no file for {name}"));
    let (header, records) = super::records(&name, text);
    let cell = |cell: &String| {
        let index = bands.iter().position(|band| band == cell);
        let index = index.unwrap_or_else(|| panic!("{name}: {cell:?} is no band"));
        u8::try_from(index).expect("few bands")
    };
    let grid = records.iter().map(|record| record[1..].iter().map(cell).collect()).collect();
    let likelihood = records.iter().map(|record| record[0].clone()).collect();
    MatrixCase {
        likelihood,
        impact: header[1..].to_vec(),
        bands,
        colours,
        product_banding,
        origin,
        grid,
        name,
    }
}
