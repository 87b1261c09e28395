//! Reads a document: outline, tasks, targets and all the rest, in one pass over its paragraphs.

use words::said;

use crate::document::Document;
use crate::found::{At, Doubt, FoundSection, PlanReading};
use crate::front_matter::{front_matter, set_region};
use crate::indicators::indicators;
use crate::numbering::NumberForm;
use crate::outline::{Line, Outline};
use crate::{assessment, citations, funding, phases, places, projects, roster, task_tables, tasks};

/// Returns what a document holds, as far as the rules read it.
pub fn read_document(document: &Document) -> PlanReading {
    let outline = Outline::of(document);
    let mut reading = PlanReading::default();
    let front = front_matter(&outline);
    let year = front.issued_on.as_deref().map(|d| d[..4].to_owned()).or_else(|| {
        front
            .number
            .as_deref()
            .and_then(|n| n.split_once('〔'))
            .map(|(_, rest)| rest.chars().take(4).collect())
    });
    let year = year.as_deref();
    reading.title = front.title;
    reading.document_number = front.number;
    reading.issuer = front.issuer;
    reading.issued_on = front.issued_on;
    let text: String = outline
        .front
        .iter()
        .chain(outline.nodes.iter().flat_map(|n| &n.body))
        .take(60)
        .map(|l| l.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    set_region(&mut reading, &text);
    set_span(&mut reading);
    let towns = reading
        .region
        .as_deref()
        .map(places::towns_of)
        .unwrap_or_default();

    let phases = phases::phases(&outline, year);
    let mut all = tasks::tasks(&outline, &phases, year, &mut reading.doubts);
    let tables = task_tables::read_tables(&outline, &all, year, &towns, &mut reading.doubts);
    if !tables.tasks.is_empty() && all.iter().all(|t| t.task.units.is_empty()) {
        // The table divides the work; items without units are what it is divided from.
        for task in &mut all {
            task.is_task = false;
        }
        reading
            .doubts
            .retain(|d| d.words.code != "reading.task_without_units" || d.at.rule == "task.table");
    }
    all.extend(tables.tasks);
    reading.projects = tables.projects;

    let mut claimed: Vec<(u32, String)> = Vec::new();
    for found in &all {
        let number = Some(found.task.number.as_str());
        claimed.extend(found.lines.iter().map(|l| (l.paragraph, l.text.clone())));
        reading
            .indicators
            .extend(indicators(&found.lines, &found.task.at.item, number, year));
        for project in projects::projects(&found.lines, &found.task.at.item, number, year, &towns) {
            if !reading.projects.iter().any(|p| p.name == project.name) {
                reading.projects.push(project);
            }
        }
    }
    // What stands in no task: goals of the plan as a whole.
    for (at, node) in outline.nodes.iter().enumerate() {
        if outline.in_annex(at) || all.iter().any(|t| t.node == at && t.task.at.rule != "task.table") {
            continue;
        }
        let lines: Vec<Line> = node
            .body
            .iter()
            .filter(|l| !claimed.iter().any(|(p, _)| *p == l.paragraph))
            .cloned()
            .collect();
        reading
            .indicators
            .extend(indicators(&lines, &node.path, None, year));
    }
    let own: Vec<Line> = outline
        .front
        .iter()
        .filter(|l| l.text.chars().count() > 60)
        .cloned()
        .collect();
    reading.indicators.extend(indicators(&own, "", None, year));
    drop_repeated(&mut reading);

    for indicator in &reading.indicators {
        if indicator.unit.is_none() {
            reading.doubts.push(Doubt {
                words: said!(
                    "reading.number_without_unit",
                    "“{}”的数后面没有写单位",
                    "No unit is written after the number of “{}”",
                    indicator.name
                ),
                at: indicator.at.clone(),
            });
        }
    }
    for (at, node) in outline.nodes.iter().enumerate() {
        let holds = !node.children.is_empty()
            || node.parent.is_none()
            || node.form == NumberForm::Phase
            || all
                .iter()
                .any(|t| t.task.section.as_deref() == Some(node.path.as_str()))
            || outline.in_annex(at);
        let listed = outline.in_annex(at)
            && !matches!(
                node.form,
                NumberForm::Annex | NumberForm::Han | NumberForm::HanBracket
            );
        if holds && !listed {
            reading.sections.push(FoundSection {
                number: node.number.clone(),
                path: node.path.clone(),
                title: node
                    .title
                    .split('（')
                    .next()
                    .filter(|_| node.form == NumberForm::Phase)
                    .unwrap_or(&node.title)
                    .to_owned(),
                parent: node.parent.map(|p| outline.nodes[p].path.clone()),
                at: At {
                    page: node.head.page,
                    paragraph: node.head.paragraph,
                    item: node.path.clone(),
                    sentence: node.title.clone(),
                    rule: "section.number",
                },
            });
        }
    }
    reading.roster = roster::roster(&outline, &towns);
    reading.documents = citations::citations(&outline, reading.title.as_deref());
    reading.funding = funding::funding(&outline);
    reading.assessment = assessment::assessment(&outline);
    reading.places = places::places(&outline, &towns);
    reading.phases = phases.into_iter().map(|(_, phase)| phase).collect();
    for found in all {
        if found.is_task {
            reading.tasks.push(found.task);
        } else {
            reading.measures.push(found.task);
        }
    }
    if reading.title.is_none() {
        reading.doubts.push(Doubt {
            words: said!(
                "reading.no_title",
                "没有读到方案的标题",
                "No title of a plan was found"
            ),
            at: At {
                page: None,
                paragraph: 1,
                item: String::new(),
                sentence: String::new(),
                rule: "title",
            },
        });
    }
    reading
}

/// A target that stands in the text and again in a table is one.
fn drop_repeated(reading: &mut PlanReading) {
    let mut kept = Vec::with_capacity(reading.indicators.len());
    for indicator in std::mem::take(&mut reading.indicators) {
        let again = kept.iter().any(|k: &crate::FoundIndicator| {
            k.name == indicator.name
                && k.value == indicator.value
                && k.unit == indicator.unit
                && k.deadline == indicator.deadline
        });
        if !again {
            kept.push(indicator);
        }
    }
    reading.indicators = kept;
}

/// Years in the title: （2024—2026年）.
fn set_span(reading: &mut PlanReading) {
    let Some(title) = &reading.title else { return };
    if let Some(date) = crate::dates::dates(title, None)
        .into_iter()
        .find(|d| d.starts.is_some())
    {
        reading.starts = date.starts;
        reading.ends = Some(date.date);
    }
}
