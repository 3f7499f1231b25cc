// Writes a directory that asks much of a page: words from strangers and ten steps each way.
//
//     node registers.mjs DIR
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const directory = process.argv[2];
mkdirSync(directory, { recursive: true });
const write = (name, rows) => {
    const quoted = (cell) => `"${String(cell).replaceAll('"', '""')}"`;
    writeFileSync(join(directory, name), rows.map((row) => `${row.map(quoted).join(",")}\n`).join(""));
};

const strange = [
    "<script>alert(1)</script>", '"onfocus="alert(1)', "=HYPERLINK(\"//example\")", "</style></title><!--",
    "w".repeat(10_000), "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627", "a\u200bb\ufeffc", "\u{1f525}".repeat(200),
    "Donaudampfschifffahrtselektrizit\u00e4tenhauptbetriebswerkbauunterbeamtengesellschaft",
];
const steps = (word) => Array.from({ length: 10 }, (_, n) => `"${word} number ${n + 1}"`).join(", ");
const colours = ["#000000", "#ffffff", "#767676", "#ff00ff", "#00ffff", "#0000ff", "#ffff00", "#808000", "#757575", "#c0ffee"];
const bands = colours.map((colour, n) => `[[band]]\nname = "band <${n}> with a rather long name"\ncolour = "${colour}"\nup_to = ${10 * n + 10}\n`);
writeFileSync(join(directory, "policy.toml"), `[policy]
name = "<b>Strange</b> & \\"long\\" ${"name ".repeat(12)}"
version = "1"
author = "a"
approver = "b"

[scale]
impact = [${steps("impact")}]
likelihood = [${steps("likelihood")}]

${bands.join("\n")}
[acceptance]
level = 30
`);
const many = (count, row) => Array.from({ length: count }, (_, n) => row(n, strange[n % strange.length]));
write("assets.csv", [["id", "name", "class", "confidentiality", "integrity", "availability", "owner"],
    ...many(60, (n, name) => [`A${n}<&>`, `${n} ${name}`, "services", "high", "low", "low", name])]);
write("threats.csv", [["id", "name", "class", "origin", "compromises"],
    ...many(20, (n, name) => [`T${n}`, `${n} ${name}`, "deliberate", "external", "C"])]);
write("actions.csv", [["id", "threat", "title", "completed", "cost", "due"],
    ...many(60, (n, name) => [`C${n}`, `T${n % 20}`, name, n % 3 === 0, n % 4 === 0 ? "" : 100 * n, "2027-03-01"])]);
write("risks.csv", [["id", "asset", "threat", "impact", "owner", "response", "opened"],
    ...many(60, (n, name) => [`R-${n}-${"x".repeat(n % 40)}`, `A${n % 60}<&>`, `T${Math.floor(n / 3)}`, n % 10 + 1, name,
        n % 3 === 0 ? "accept" : "reduce", `202${n % 6}-01-01`])]);
write("incidents.csv", [["id", "segment", "kind", "opened"], ["I1", "client", "other", "2026-10-01"]]);
