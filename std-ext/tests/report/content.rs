//! The page says what the assessment says.

use super::{DAY, as_xml, parse, text, written};
use plimsoll::Organisation;
use plimsoll::assessment::Assessment;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::history::Forecast;
use plimsoll::plan::{Measure, Plan};
use plimsoll::registers::Source;
use plimsoll_core::{Day, Status};
use roxmltree::Node;
use std::collections::BTreeMap;

/// A text with blanks of any kind as one.
fn plain(node: Node<'_, '_>) -> String {
    text(node).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_register_shows_every_risk_as_it_was_decided() {
    let organisation = Organisation::sample();
    let assessment = Assessment::of(&organisation, DAY);
    let (page, _) = written(&organisation);
    let xml = as_xml(&page);
    let document = parse(&xml);
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut order = Vec::new();
    for body in
        document.descendants().filter(|node| node.attribute("id").is_some_and(|id| id.starts_with("risk-")))
    {
        let mut rows = body.children().filter(Node::is_element);
        let cells: Vec<String> =
            rows.next().unwrap().children().filter(Node::is_element).map(plain).collect();
        let why = plain(rows.next().unwrap());
        let assessed = assessment.risk(&cells[0]).unwrap();
        for reason in assessment.reasons(assessed) {
            let told: String = reason.text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(why.contains(&told), "{told}\n{why}");
        }
        order.push((assessed.is_untreated(), !assessed.decision.within_limit, assessed.decision.score));
        seen.insert(cells[0].clone(), cells);
    }
    assert_eq!(seen.len(), assessment.risks().len());
    assert!(order.is_sorted_by(|a, b| a >= b), "the gravest come first");
    for assessed in assessment.risks() {
        let (risk, decision) = (assessed.risk, &assessed.decision);
        let (inherent, residual) = assessment.inherent_and_residual(assessed);
        let registers = organisation.registers();
        let cells = &seen[&risk.id];
        let expected = [
            registers.asset(&risk.asset).unwrap().name.clone(),
            registers.threat(&risk.threat).unwrap().name.clone(),
            risk.owner.clone(),
            decision.impact.to_string(),
            decision.likelihood.to_string(),
            decision.score.to_string(),
            assessment.policy().names().unwrap().band(decision.band).unwrap().replace('_', " "),
            decision.limit.to_string(),
            decision.response.to_string(),
        ];
        assert_eq!(cells[1..10], expected);
        assert!(cells[10].starts_with(&assessed.status.label().replace('_', " ")), "{}", cells[10]);
        assert_eq!(cells[10].contains("untreated"), assessed.is_untreated());
        assert_eq!(cells[11], format!("{} / {}", inherent.score, residual.score));
    }
}

/// The cells of the heat map hold each risk once, in its place, on the colour of the score before rules.
#[test]
fn the_heat_map_places_every_risk() {
    let organisation = Organisation::sample();
    let assessment = Assessment::of(&organisation, DAY);
    let (page, charts) = written(&organisation);
    let xml = as_xml(&page);
    let document = parse(&xml);
    let matrix = document.descendants().find(|node| node.attribute("class") == Some("matrix")).unwrap();
    let rows: Vec<Node<'_, '_>> =
        matrix.descendants().filter(|node| node.has_tag_name("tr")).skip(1).collect();
    assert_eq!(rows.len(), 5);
    for (row, likelihood) in rows.iter().zip((1_u8..=5).rev()) {
        let cells: Vec<Node<'_, '_>> = row.children().filter(|node| node.has_tag_name("td")).collect();
        assert_eq!(cells.len(), 5);
        for (cell, impact) in cells.iter().zip(1_u8..=5) {
            let score = impact * likelihood;
            assert_eq!(cell.attribute("class"), Some(format!("b{}", (score - 1) / 5).as_str()));
            assert!(plain(*cell).starts_with(&score.to_string()));
            let here = assessment.risks().iter().filter(|assessed| {
                (assessed.decision.impact.get(), assessed.decision.likelihood.get()) == (impact, likelihood)
            });
            let named = cell.descendants().filter(|node| node.has_tag_name("a")).count();
            let items: Vec<String> =
                cell.descendants().filter(|node| node.has_tag_name("li")).map(plain).collect();
            let more: usize = items
                .iter()
                .filter_map(|item| item.strip_prefix('+'))
                .map(|n| n.parse::<usize>().unwrap())
                .sum();
            assert_eq!(named + more, here.clone().count(), "impact {impact}, likelihood {likelihood}");
            for item in items.iter().filter(|item| !item.starts_with('+')) {
                let mut words = item.split(' ');
                let id = words.next().unwrap();
                let assessed = here.clone().find(|assessed| assessed.risk.id == id).unwrap();
                let shift = words.next().map_or(0, |shift| shift.replace('−', "-").parse::<i16>().unwrap());
                assert_eq!(i16::from(assessed.decision.score.get()) - i16::from(score), shift, "{id}");
            }
        }
    }
    // The drawing counts the same.
    let (_, svg) = charts.iter().find(|(file, _)| file == "heat_map.svg").unwrap();
    let drawing = parse(svg);
    let class = |node: &Node<'_, '_>| node.attribute("class").unwrap_or_default().starts_with("count ");
    let drawn: usize =
        drawing.descendants().filter(class).map(|node| text(node).parse::<usize>().unwrap()).sum();
    assert_eq!(drawn, assessment.risks().len());
}

/// The figures beside a chart are those of the assessment, and bars keep their proportion.
#[test]
fn bars_are_as_long_as_their_counts() {
    let organisation = Organisation::sample();
    let assessment = Assessment::of(&organisation, DAY);
    let (_, charts) = written(&organisation);
    let (_, svg) = charts.iter().find(|(file, _)| file == "bands.svg").unwrap();
    let drawing = parse(svg);
    let counts: Vec<u64> =
        assessment.summary().bands.iter().rev().copied().filter(|count| *count > 0).collect();
    let bars: Vec<u64> = drawing
        .descendants()
        .filter(|node| node.attribute("class").is_some_and(|class| class.starts_with("bar f")))
        .map(|node| node.attribute("width").unwrap().parse().unwrap())
        .collect();
    let (most, longest) = (counts.iter().max().unwrap(), bars.iter().max().unwrap());
    let expected: Vec<u64> = counts.iter().map(|count| count * longest / most).collect();
    assert_eq!(bars, expected);
}

#[test]
fn an_empty_register_is_told_in_words() {
    let files = [
        Source::new(
            "policy.toml",
            "[policy]\nname = \"p\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n",
        ),
        Source::new("assets.csv", "id,name,class,confidentiality,integrity,availability,owner\n"),
        Source::new("threats.csv", "id,name,class,origin,compromises\n"),
        Source::new("risks.csv", "id,asset,threat,impact,owner\n"),
    ];
    let organisation = Organisation::from_sources(&files, &mut Diagnostics::new()).unwrap();
    let (page, charts) = written(&organisation);
    super::sound::page(&page);
    charts.iter().for_each(|(file, svg)| super::sound::chart(file, svg));
    assert!(page.contains("The register holds no risks.") && page.contains("Nothing stands out."), "{page}");
}

/// The rows of the figures that stand beside a chart.
pub(crate) fn figures(page: &str, title: &str) -> Vec<Vec<String>> {
    let xml = as_xml(page);
    let document = parse(&xml);
    let is_it = |node: &Node<'_, '_>| node.has_tag_name("caption") && node.text() == Some(title);
    let caption = document.descendants().find(is_it).unwrap_or_else(|| panic!("{title}"));
    let rows = caption.parent().unwrap().descendants().filter(|node| node.has_tag_name("tr")).skip(1);
    rows.map(|row| row.children().filter(Node::is_element).map(plain).collect()).collect()
}

/// Ages and times as counted from the register itself, day by day.
#[test]
fn key_figures_are_those_of_the_registers() {
    let organisation = Organisation::sample();
    let (page, _) = written(&organisation);
    let months = |from: Day| {
        let ((y, m, d), (yy, mm, dd)) = (from.ymd(), DAY.ymd());
        (yy - y) * 12 + i32::from(mm) - i32::from(m) - i32::from(dd < d)
    };
    let incidents = organisation.registers().incidents();
    let mut ages = [0; 4];
    let mut times = [0; 5];
    for incident in incidents.iter().filter(|incident| incident.opened <= DAY) {
        match incident.resolved.filter(|resolved| *resolved <= DAY) {
            None => ages[[6, 12, 24].iter().filter(|limit| months(incident.opened) >= **limit).count()] += 1,
            Some(resolved) => {
                let days = resolved.since(incident.opened);
                times[[1, 8, 31, 91].iter().filter(|limit| days >= **limit).count()] += 1;
            }
        }
    }
    let shown = |title: &str| -> Vec<i32> {
        figures(&page, title).iter().map(|row| row[1].parse().unwrap()).collect()
    };
    assert_eq!(shown("Age of incidents that are not resolved"), ages);
    assert_eq!(shown("Time until incidents were resolved"), times);
    let risks = shown("Age of risks that are not closed").iter().sum::<i32>();
    let open = Assessment::of(&organisation, DAY);
    let open = open.risks().iter().filter(|assessed| assessed.status != Status::Closed).count();
    assert_eq!(usize::try_from(risks).unwrap(), open);
}

/// The steps of the plan as they are given out, one row each, up to what is told.
#[test]
fn the_plan_is_told_step_by_step() {
    let organisation = Organisation::sample();
    let assessment = Assessment::of(&organisation, DAY);
    let plan = Plan::of(&assessment, Measure::Cost, None);
    let (page, _) = written(&organisation);
    let rows = figures(&page, "Steps in the order in which they are best taken");
    assert!(rows.len() > 10 && rows.len() == plan.steps.len(), "{} rows", rows.len());
    for (row, (step, n)) in rows.iter().zip(plan.steps.iter().zip(1..)) {
        assert_eq!(row[0], n.to_string());
        assert!(row[1].starts_with(step.threat), "{}", row[1]);
        for action in step.actions.iter().take(8) {
            let told: String = action.title.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(row[1].contains(&told) && row[1].contains(&action.id), "{}: {}", action.id, row[1]);
        }
        assert_eq!((&row[2], &row[3]), (&step.cost.to_string(), &step.days.to_string()));
        // The ids stand in a list, one after the other.
        assert_eq!(row[4], step.brings_within_limit.iter().take(8).copied().collect::<String>());
        assert_eq!((&row[5], &row[6]), (&step.within_limit.to_string(), &step.total_cost.to_string()));
    }
    let above = figures(&page, "Risks that completing actions does not bring within their limits");
    let above: Vec<&str> = above.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(above, plan.impossible.iter().map(|of| of.risk).collect::<Vec<_>>());
}

/// The forecast is drawn and told point by point.
#[test]
fn the_forecast_is_told_day_by_day() {
    let organisation = Organisation::sample();
    let forecast = Forecast::of(&organisation, DAY, 12, 12, |_, _| ());
    let (page, charts) = written(&organisation);
    let rows = figures(&page, "Risks by status over time");
    assert_eq!(rows.len(), forecast.points().len());
    for (row, point) in rows.iter().zip(forecast.points()) {
        let of = |status| point.counts.with_status(status).to_string();
        let statuses = [Status::Open, Status::ToTreat, Status::ToSupervise, Status::Closed].map(of);
        let counts = point.nothing_done.as_ref().unwrap_or(&point.counts);
        let unfinished = counts.with_status(Status::Open) + counts.with_status(Status::ToTreat);
        let expected: Vec<String> =
            [point.date.to_string()].into_iter().chain(statuses).chain([unfinished.to_string()]).collect();
        assert_eq!(*row, expected);
    }
    let last = forecast.points().last().unwrap();
    let (above, nothing) = (last.counts.above_limit, last.nothing_done.as_ref().unwrap().above_limit);
    assert!(above < nothing, "the sample shows that work pays");
    let xml = as_xml(&page);
    let document = parse(&xml);
    let section = document.descendants().find(|node| node.attribute("class") == Some("forecast")).unwrap();
    let told = plain(section);
    assert!(told.contains(&format!("{above} on {}", last.date)), "{told}");
    assert!(told.contains(&format!("{nothing} if nothing more is done")), "{told}");
    let (_, svg) = charts.iter().find(|(file, _)| file == "forecast.svg").unwrap();
    assert_eq!(svg.matches("class=\"area ").count(), 4);
}

/// Gaps pair by pair, and the headline.
#[test]
fn gaps_and_headline_are_counted_again() {
    let organisation = Organisation::sample();
    let assessment = Assessment::of(&organisation, DAY);
    let registers = organisation.registers();
    let (page, _) = written(&organisation);
    let rows = figures(&page, "Assets by the number of threats that are not yet considered for them");
    let mut told: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for row in &rows {
        told.insert(row[0].split_once(' ').unwrap().0, (row[1].parse().unwrap(), &row[2]));
    }
    let mut pairs = 0;
    for asset in registers.assets() {
        let is_open = |threat: &str| {
            !registers.risks().iter().any(|risk| risk.asset == asset.id && risk.threat == threat)
                && !registers
                    .not_applicable()
                    .iter()
                    .any(|pair| pair.asset == asset.id && pair.threat == threat)
        };
        let open: Vec<&str> =
            registers.threats().iter().map(|threat| threat.id.as_str()).filter(|id| is_open(id)).collect();
        pairs += open.len();
        let mut expected: String = open.iter().take(12).copied().collect();
        if open.len() > 12 {
            expected.push_str(&format!("+{}", open.len() - 12));
        }
        assert_eq!(told.remove(asset.id.as_str()).unwrap_or_default(), (open.len(), expected.as_str()));
    }
    assert!(told.is_empty(), "{told:?}");
    let all = registers.assets().len() * registers.threats().len();
    let xml = as_xml(&page);
    let document = parse(&xml);
    let section = |class: &str| {
        plain(document.descendants().find(|node| node.attribute("class") == Some(class)).unwrap())
    };
    assert!(section("gaps").contains(&format!("{pairs} of {all} pairs")), "{}", section("gaps"));
    let untreated = assessment.risks().iter().filter(|assessed| assessed.is_untreated()).count();
    let attention = section("attention");
    for told in [
        format!("{} of {} risks", assessment.summary().above_limit, assessment.risks().len()),
        format!("for {untreated} of them"),
        format!("{} more; see findings", untreated - 5),
    ] {
        assert!(attention.contains(&told), "{told}: {attention}");
    }
}

/// The section on awareness says what the registers say, and is left out where none of them is kept.
#[test]
fn awareness_is_told_where_it_is_kept() {
    let (page, charts) = written(&Organisation::sample());
    let xml = as_xml(&page);
    let document = parse(&xml);
    let section = document.descendants().find(|node| node.attribute("class") == Some("awareness")).unwrap();
    let told = plain(section);
    for part in ["92.6 per cent of the trainings", "12 are overdue, and 3 are still in time"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let teams = figures(&page, "Teams and their ambassadors");
    let manila = teams.iter().find(|row| row[0] == "manila office").unwrap();
    assert_eq!((teams.len(), &manila[1..]), (17, ["1".to_string(), "none".to_string()].as_slice()));
    let quarter = figures(&page, "Assessments of line managers for 2026-Q3, rated from 1 to 5");
    let operations = ["operations", "5", "4", "3.75", "head of customer support"];
    assert_eq!(quarter[1], operations);
    let (_, svg) = charts.iter().find(|(file, _)| file == "coverage_of_trainings.svg").unwrap();
    assert!(svg.contains("77.7 %"), "{svg}");

    // Ambassadors are told of where nothing else is.
    for (mark, is_told) in [(",yes,", true), (",no,", false)] {
        let files: Vec<Source> = plimsoll::SAMPLE
            .iter()
            .filter(|(name, _)| !["courses.csv", "trainings.csv", "assessments.csv"].contains(name))
            .map(|(name, text)| match *name {
                "people.csv" => Source::new(*name, text.replace(",yes,", mark)),
                _ => Source::new(*name, *text),
            })
            .collect();
        let without = Organisation::from_sources(&files, &mut Diagnostics::new()).unwrap();
        let (page, charts) = written(&without);
        assert_eq!((page.contains("#awareness"), page.contains("Ambassadors")), (is_told, is_told));
        assert!(charts.iter().all(|(file, _)| file != "coverage_of_trainings.svg"));
    }
}
