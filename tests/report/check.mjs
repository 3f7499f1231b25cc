// Looks at a report in Chromium through the DevTools protocol, with nothing but what Node brings.
//
//     node check.mjs PAGE [--axe AXE.js] [--pictures DIR] [charts.svg ...]
//
// Ends with 0 if all is well, 1 if something is wrong, and says what.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const files = [];
const options = {};
const words = process.argv.slice(2);
while (words.length > 0) {
    const word = words.shift();
    if (word.startsWith("--")) options[word.slice(2)] = words.shift();
    else files.push(word);
}
const [page, ...charts] = files;
if (!page) throw new Error("usage: node check.mjs PAGE [--axe AXE.js] [--pictures DIR] [charts.svg ...]");

const SIZES = [[1280, 900], [390, 844]];
const SCHEMES = ["light", "dark"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const wrong = [];
let checked = 0;
function check(holds, what) {
    checked += 1;
    if (!holds) {
        wrong.push(what);
        console.log(`WRONG: ${what}`);
    }
}

/** A Chromium of our own, and one tab of it. */
class Browser {
    static async start() {
        const browser = new Browser();
        browser.profile = mkdtempSync(join(tmpdir(), "report-"));
        const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"];
        const start = [...flags, `--user-data-dir=${browser.profile}`, "about:blank"];
        browser.process = spawn(process.env.CHROMIUM ?? "chromium", start, { stdio: ["ignore", "ignore", "pipe"] });
        const address = await new Promise((found, failed) => {
            let said = "";
            browser.process.on("error", failed);
            browser.process.on("exit", () => failed(new Error(`Chromium ended: ${said}`)));
            browser.process.stderr.on("data", (part) => {
                said += part;
                const match = said.match(/ws:\/\/\S+/);
                if (match) found(new URL(match[0]));
            });
        });
        const tab = await (await fetch(`http://${address.host}/json/new?about:blank`, { method: "PUT" })).json();
        browser.socket = new WebSocket(tab.webSocketDebuggerUrl);
        await new Promise((open) => { browser.socket.onopen = open; });
        browser.waiting = new Map();
        browser.events = [];
        browser.last = 0;
        browser.socket.onmessage = ({ data }) => {
            const message = JSON.parse(data);
            if (message.id === undefined) browser.events.push(message);
            else browser.waiting.get(message.id)(message);
        };
        for (const domain of ["Page", "Runtime", "Network", "Log"]) await browser.send(`${domain}.enable`);
        return browser;
    }

    async send(method, params = {}) {
        const id = (this.last += 1);
        const answer = new Promise((answered) => this.waiting.set(id, answered));
        this.socket.send(JSON.stringify({ id, method, params }));
        const { result, error } = await answer;
        this.waiting.delete(id);
        if (error) throw new Error(`${method}: ${error.message}`);
        return result;
    }

    async evaluate(expression) {
        const params = { expression, awaitPromise: true, returnByValue: true };
        const { result, exceptionDetails } = await this.send("Runtime.evaluate", params);
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
    }

    /** Opens a file, and gives what was requested and what the console said meanwhile. */
    async open(file, [width, height], scheme) {
        const mobile = width < 500;
        await this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile });
        const features = [{ name: "prefers-color-scheme", value: scheme }];
        await this.send("Emulation.setEmulatedMedia", { media: "", features });
        this.events.length = 0;
        await this.send("Page.navigate", { url: pathToFileURL(resolve(file)).href });
        await this.heard("Page.loadEventFired");
        await this.evaluate("new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(() => painted(0))))");
    }

    async heard(method) {
        for (let tries = 0; tries < 600; tries += 1) {
            if (this.events.some((event) => event.method === method)) return;
            await new Promise((later) => setTimeout(later, 50));
        }
        throw new Error(`${method} never came`);
    }

    async picture(file, clip) {
        const { data } = await this.send("Page.captureScreenshot", clip ? { clip, captureBeyondViewport: true } : {});
        writeFileSync(file, Buffer.from(data, "base64"));
    }

    async key(key) {
        const code = { Tab: 9, Enter: 13 }[key];
        const text = key === "Enter" ? "\r" : undefined;
        for (const type of ["keyDown", "keyUp"]) {
            await this.send("Input.dispatchKeyEvent", { type, key, text, code: key, windowsVirtualKeyCode: code });
        }
    }

    /** Ends the browser. Its own children write the profile for a while yet: what they leave goes with the directory of the run. */
    end() {
        this.process.removeAllListeners("exit");
        const gone = new Promise((ended) => this.process.on("exit", ended));
        this.process.kill();
        return gone;
    }
}

/** Nothing was asked of a network, and the console has nothing to say. */
function quiet(browser, where) {
    const requests = browser.events.filter(({ method }) => method === "Network.requestWillBeSent");
    check(requests.length === 1, `${where}: ${requests.length - 1} requests besides the page`);
    const said = browser.events.filter(({ method }) => /^(Log\.entryAdded|Runtime\.(exceptionThrown|consoleAPICalled))$/.test(method));
    check(said.length === 0, `${where}: the console says ${JSON.stringify(said.map(({ params }) => params))}`);
}

/** Every rule of the set holds. */
async function accessible(browser, axe, where) {
    await browser.evaluate(axe);
    const run = `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ["violations", "incomplete"] })
        .then(({ violations, incomplete, passes }) => ({ passes: passes.length, incomplete: incomplete.map(({ id, nodes }) => id + " of " + nodes.length + " (" +
                [...new Set(nodes.flatMap(({ any }) => any.map(({ message }) => message)))].join("; ") + ")"),
            violations: violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html, any }) =>
                html.slice(0, 160) + " " + any.map(({ message }) => message).join("; ")).join(" | ")) }))`;
    const { violations, passes, incomplete } = await browser.evaluate(run);
    for (const violation of violations) check(false, `${where}: ${violation}`);
    check(passes > 15, `${where}: only ${passes} rules passed`);
    console.log(`${where}: ${passes} rules of axe hold, ${violations.length} do not; undecided: ${incomplete.join(", ") || "none"}`);
}

/** Tab reaches the skip link first, then every link, summary and scrolling region in the order of the page; focus is seen. */
async function reachable(browser, where) {
    const seen = [];
    const focused = `(() => {
        const at = document.activeElement;
        const style = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        return { at: window.stops.indexOf(at), name: at.tagName, skip: at.matches(".skip"),
            outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            inside: box.bottom > 0 && box.top < innerHeight };
    })()`;
    const stops = await browser.evaluate(`(() => {
        const shown = (element) => element.checkVisibility({ visibilityProperty: true });
        window.stops = [...document.querySelectorAll("a[href], summary, [tabindex='0']")].filter(shown);
        scrollTo(0, 0);
        return window.stops.length;
    })()`);
    for (let tries = 0; tries <= stops; tries += 1) {
        await browser.key("Tab");
        const found = await browser.evaluate(focused);
        if (found.at < 0 || found.at === seen[0]) break;
        check(found.outline && found.inside, `${where}: focus on stop ${found.at} (${found.name}) cannot be seen`);
        if (seen.length === 0) check(found.skip, `${where}: the first stop is no skip link`);
        seen.push(found.at);
    }
    const wanted = Array.from({ length: stops }, (_, n) => n);
    check(JSON.stringify(seen) === JSON.stringify(wanted), `${where}: Tab reaches ${seen.length} of ${stops} stops in order`);
    const opened = await browser.evaluate("document.querySelector('summary').focus()")
        .then(() => browser.key("Enter"))
        .then(() => browser.evaluate("document.querySelector('summary').parentElement.open"));
    check(opened || stops === 0, `${where}: Enter does not open what is folded away`);
    console.log(`${where}: Tab reaches ${seen.length} of ${stops} stops`);
}

const axe = options.axe && readFileSync(options.axe, "utf8");
const pictures = options.pictures && ((name) => join(options.pictures, `${name}.png`));
const browser = await Browser.start();
try {
    for (const size of SIZES) {
        for (const scheme of SCHEMES) {
            const where = `${size[0]} ${scheme}`;
            await browser.open(page, size, scheme);
            const width = await browser.evaluate("document.documentElement.scrollWidth");
            check(width <= size[0], `${where}: the page is ${width} wide`);
            const background = await browser.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)");
            check((background[0] < 128) === (scheme === "dark"), `${where}: the ground is ${background}`);
            if (pictures) {
                await browser.picture(pictures(where.replace(" ", "-")));
                const height = await browser.evaluate("document.documentElement.scrollHeight");
                await browser.picture(pictures(`${where.replace(" ", "-")}-long`), { x: 0, y: 0, width: size[0], height: Math.min(height, 5000), scale: 1 });
            }
            await reachable(browser, where);
            quiet(browser, where);
            if (axe) {
                await accessible(browser, axe, where);
                await browser.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
                await accessible(browser, axe, `${where}, unfolded`);
                const unfolded = await browser.evaluate("document.documentElement.scrollWidth");
                check(unfolded <= size[0], `${where}: unfolded, the page is ${unfolded} wide`);
            }
        }
    }
    await browser.open(page, SIZES[0], "dark");
    const { data } = await browser.send("Page.printToPDF", { preferCSSPageSize: true, printBackground: false });
    const pdf = Buffer.from(data, "base64");
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    check(sheets > 0, "nothing is printed");
    console.log(`printed: ${sheets} sheets`);
    if (options.pictures) writeFileSync(join(options.pictures, "report.pdf"), pdf);
    for (const chart of charts) {
        for (const scheme of SCHEMES) {
            await browser.open(chart, SIZES[0], scheme);
            quiet(browser, `${basename(chart)} ${scheme}`);
            check(await browser.evaluate("document.documentElement.tagName === 'svg' && !document.querySelector('parsererror')"), `${basename(chart)} is no drawing`);
            if (pictures) await browser.picture(pictures(`${basename(chart, ".svg")}-${scheme}`));
        }
    }
} finally {
    await browser.end();
}
console.log(`${checked} checks, ${wrong.length} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
