//! Lists of units that stand in no brackets, and lists that belong together.

use super::*;
use crate::text::sentences;

/// Labels outside brackets: 责任单位：县住建局、县水务局。
pub(super) fn add_labels(text: &str, lists: &mut Vec<UnitList>) {
    let mut found: Vec<UnitList> = Vec::new();
    for label in LABEL.find_iter(text) {
        let covered = lists
            .iter()
            .chain(&found)
            .any(|l| l.from <= label.start() && label.start() < l.to);
        // A label stands at the beginning, or after the end of a sentence.
        let before = text[..label.start()].trim_end().chars().last();
        if covered || before.is_some_and(|c| !"。；！？）〕，".contains(c)) {
            continue;
        }
        let to = text[label.start()..]
            .find('。')
            .map_or(text.len(), |p| label.start() + p + '。'.len_utf8());
        let mut unsure = Vec::new();
        if let Some((units, due_text, _)) =
            content(text[label.start()..to].trim_end_matches('。'), &mut unsure)
        {
            // A bracket that was lost at the beginning leaves one at the end.
            found.push(UnitList {
                from: label.start(),
                to,
                units,
                rule: "units.label",
                unsure,
                due_text,
            });
        }
    }
    lists.extend(found);
}

/// A last sentence that is a list: …县统计局牵头，县公安局按职责分工负责
pub(super) fn add_last_sentence(text: &str, lists: &mut Vec<UnitList>) {
    let body = text.trim_end().trim_end_matches(['。', '）', '〕']);
    let from = body
        .rfind(['。', '；', '！', '？'])
        .map_or(0, |p| p + body[p..].chars().next().map_or(0, char::len_utf8));
    let last = &body[from..];
    let ends_with_verb = VERB.find_iter(last).last().is_some_and(|m| m.end() == last.len());
    if !ends_with_verb || from == 0 {
        return;
    }
    let bare = VERB.replace_all(last, "，");
    let parts = pieces(&bare);
    if parts.len() < 2
        && group_of(parts.first().copied().unwrap_or_default()).is_none()
        && !VERB.is_match(last)
    {
        return;
    }
    // Each part must be a unit: a sentence of prose is none.
    if parts.is_empty()
        || !parts
            .iter()
            .all(|p| looks_like_unit(p) && p.chars().count() <= 24)
        || !parts.iter().any(|p| is_strong(p))
    {
        return;
    }
    let mut unsure = vec![last.to_owned()];
    let units = units_of(last, "responsible", false, &mut unsure);
    if !units.is_empty() {
        lists.push(UnitList {
            from,
            to: text.len(),
            units,
            rule: "units.bracket_lost",
            unsure,
            due_text: None,
        });
    }
}

/// A list that begins a sentence and is followed by what is to be done: 由省交通运输厅牵头，省财政厅参加，…
pub(super) fn add_first_clauses(text: &str, lists: &mut Vec<UnitList>) {
    for (start, sentence) in sentences(text) {
        let by = usize::from(sentence.starts_with('由')) * '由'.len_utf8();
        let (mut end, mut has_verb) = (by, false);
        for clause in sentence[by..].split_inclusive('，') {
            let bare = clause.trim_end_matches(['，', '。', '；']);
            let ends_with_verb = VERB.find_iter(bare).last().is_some_and(|m| m.end() == bare.len());
            let names = VERB.replace_all(bare, "，");
            let parts = pieces(&names);
            let units = |p: &&str| looks_like_unit(p) && p.chars().count() <= 24;
            if !ends_with_verb
                || parts.is_empty()
                || !parts.iter().all(units)
                || !parts.iter().any(|p| is_strong(p))
            {
                break;
            }
            has_verb = true;
            end += clause.len();
        }
        if !has_verb {
            continue;
        }
        let list = &sentence[by..end];
        let mut unsure = Vec::new();
        let units = units_of(
            list.trim_end_matches(['，', '。', '；']),
            "responsible",
            false,
            &mut unsure,
        );
        if !units.is_empty() {
            lists.push(UnitList {
                from: start,
                to: start + end,
                units,
                rule: "units.first_clauses",
                unsure,
                due_text: None,
            });
        }
    }
}

/// （牵头单位：A）（责任单位：B） is one list.
pub(super) fn merge_neighbours(text: &str, lists: Vec<UnitList>) -> Vec<UnitList> {
    let mut out: Vec<UnitList> = Vec::new();
    for list in lists {
        if let Some(last) = out.last_mut()
            && list.from >= last.to
            && text[last.to..list.from]
                .chars()
                .all(|c| " 。；，、\n".contains(c))
        {
            last.to = list.to;
            last.units.extend(list.units);
            last.unsure.extend(list.unsure);
            last.due_text = last.due_text.take().or(list.due_text);
            continue;
        }
        out.push(list);
    }
    out
}
