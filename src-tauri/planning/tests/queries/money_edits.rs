//! Amounts written into the table of money: what a cell stands for, what a pasted block would change, and one step of it.

use planning::import::{PasteRequest, PastedEffect, pasted_money};
use planning::model::{Fen, MoneySource, MoneyStage, OwnerKind};
use planning::money::{CellPlace, MoneySide, MoneyView};
use planning::query::{MoneyRequest, Snapshot};
use planning::rules::Intent;
use planning::rules::amounts::AmountEdit;
use rusqlite::{Connection, OpenFlags};

use crate::fixtures::{atlas, stamp};
use crate::money::worked;

fn table(rows: MoneySide, columns: MoneySide) -> MoneyRequest {
    MoneyRequest {
        view: MoneyView {
            rows,
            columns,
            stage: None,
        },
        ..MoneyRequest::default()
    }
}

#[test]
fn a_cell_stands_for_its_one_line_for_a_new_one_or_for_several() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = atlas(dir.path(), worked());
    let snapshot = Snapshot::new(file.model());
    let place = |request: &MoneyRequest, row: &str, column: &str| {
        snapshot.money_lines(request).place(snapshot.model, row, column)
    };
    let projects = table(MoneySide::Project, MoneySide::Source);
    // p1 is approved: of its lines of the county the approved one of 2025 is what the cell shows.
    let CellPlace::Line(line) = place(&projects, "p1", "county") else {
        panic!("one line");
    };
    assert_eq!(
        (line.id.as_str(), line.fen, line.year),
        ("l1", Fen(400), Some(2025))
    );
    // p3 is only estimated, so a new line is, of the year that is shown.
    let of_2026 = MoneyRequest {
        year: Some(2026),
        ..projects.clone()
    };
    let CellPlace::New {
        owner,
        source,
        stage,
        year,
        ..
    } = place(&of_2026, "p3", "county")
    else {
        panic!("a new line");
    };
    assert_eq!((owner.kind, owner.id.as_str()), (OwnerKind::Project, "p3"));
    assert_eq!(
        (source, stage, year),
        (MoneySource::County, MoneyStage::Estimated, Some(2026))
    );
    // p1 and p2 both lie in the east.
    let towns = table(MoneySide::Town, MoneySide::Source);
    assert_eq!(place(&towns, "east", "county"), CellPlace::Several { lines: 2 });
    let behind = snapshot.money_behind(&towns, Some("east"), Some("county"));
    let told: Vec<&str> = behind
        .lines
        .iter()
        .filter(|l| l.told)
        .map(|l| l.id.as_str())
        .collect();
    assert_eq!(told, ["l1", "l6"]);
    assert_eq!(behind.all_lines, 6);
    // A kind of project has no money of its own.
    let kinds = table(MoneySide::Kind, MoneySide::Source);
    assert_eq!(place(&kinds, "road", "loan"), CellPlace::NoOwner);
    // Sides of stage and year say both.
    let stages = table(MoneySide::Project, MoneySide::Stage);
    let CellPlace::New {
        source, stage, year, ..
    } = place(&stages, "p3", "spent")
    else {
        panic!("a new line");
    };
    assert_eq!(
        (source, stage, year),
        (MoneySource::Unstated, MoneyStage::Spent, None)
    );
}

#[test]
fn a_pasted_block_is_mapped_summed_and_written_as_one_step() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), worked());
    let approved = || -> i64 {
        let path = dir.path().join("a.gpkg");
        let sql = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        let text = "SELECT sum(amount) FROM budget_lines WHERE owner = 'p1' AND stage = 'approved'";
        sql.query_row(text, [], |row| row.get(0)).expect("a sum")
    };
    let paste = PasteRequest {
        request: table(MoneySide::Project, MoneySide::Source),
        text: "项目（元）\t县级\t省级财政\t彩票\t合计\r\np1\t5\t７.00\t1\t12\r\np3\t\t2\t\t2\r\np9\t1\t\t\t1\r\np2\t约3\t-\t\t\r\np1\t6\t\t\t\r\n合计\t9\t9\t\t18\r\n"
            .to_owned(),
        at: None,
        unit: None,
    };
    let day = "2026-11-30".parse().expect("a date");
    let found = pasted_money(&Snapshot::new(file.model()), &paste, day);
    assert!(found.row_heads && found.column_heads);
    let cells: Vec<_> = found
        .cells
        .iter()
        .map(|cell| {
            let of = (cell.of_row.key.as_str(), cell.of_column.key.as_str());
            (of, cell.before, cell.after, cell.effect)
        })
        .collect();
    assert_eq!(
        cells,
        [
            (
                ("p1", "county"),
                Some(Fen(400)),
                Some(Fen(500)),
                PastedEffect::Changed
            ),
            (
                ("p1", "province"),
                Some(Fen(500)),
                Some(Fen(700)),
                PastedEffect::Changed
            ),
            (("p3", "province"), None, Some(Fen(200)), PastedEffect::Added),
        ]
    );
    assert_eq!((found.before, found.after), (Fen(900), Fen(1400)));
    let doubts: Vec<_> = found
        .doubts
        .iter()
        .map(|doubt| {
            (
                doubt.row,
                doubt.column,
                doubt.text.as_str(),
                doubt.why.code.as_ref(),
            )
        })
        .collect();
    assert_eq!(
        doubts,
        [
            (None, Some(4), "彩票", "paste.unknown"),
            (Some(4), None, "p9", "paste.unknown"),
            (Some(5), Some(2), "约3", "paste.no_amount"),
            (Some(6), Some(2), "6", "paste.twice"),
        ]
    );
    assert_eq!(found.left_out, ["合计", "合计"]);

    let before = approved();
    let intent = Intent::SetAmounts("粘贴资金：3 格".to_owned(), found.amounts.clone());
    let step = file.intend(intent, &stamp()).expect("written");
    assert_eq!(
        (step.change.name.as_str(), step.change.edits.len()),
        ("粘贴资金：3 格", 3)
    );
    assert_eq!((before, approved()), (900, 1200));
    // The new line is there by now: once more would make a second one beside it.
    let again = Intent::SetAmounts("再粘贴一次".to_owned(), found.amounts);
    assert!(file.intend(again, &stamp()).is_err());
    assert_eq!(approved(), 1200);
    file.undo(&stamp()).expect("undone");
    assert_eq!(approved(), 900);
}

#[test]
fn a_block_without_headings_begins_at_the_chosen_cell_and_ends_with_the_table() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = atlas(dir.path(), worked());
    let snapshot = Snapshot::new(file.model());
    let day = "2026-11-30".parse().expect("a date");
    let mut paste = PasteRequest {
        request: table(MoneySide::Project, MoneySide::Year),
        text: "0\t8\n1\t2\n3\t4".to_owned(),
        at: Some(("p2".to_owned(), "2025".to_owned())),
        unit: None,
    };
    let found = pasted_money(&snapshot, &paste, day);
    let of: Vec<_> = found
        .cells
        .iter()
        .map(|cell| (cell.of_row.key.as_str(), cell.of_column.key.as_str()))
        .collect();
    // Nothing stands at p2 in 2025, so 0 is nothing to do. Below p3 stands what is of no project: in 2026 the one line of
    // the plan, in 2025 nothing, and nobody whose it would be.
    assert_eq!(of, [("p2", "2026"), ("p3", "2025"), ("p3", "2026"), ("", "2026")]);
    assert_eq!(found.doubts.len(), 1);
    assert_eq!(found.doubts[0].why.code, "paste.no_owner");
    paste.at = None;
    let found = pasted_money(&snapshot, &paste, day);
    assert!(found.cells.is_empty() && found.amounts.is_empty());
    assert!(found.doubts.iter().all(|doubt| doubt.why.code == "paste.nowhere"));
}

#[test]
fn an_amount_is_removed_changed_and_never_below_zero() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), worked());
    let write = |line: Option<&str>, fen: Option<i64>| AmountEdit {
        line: line.map(ToOwned::to_owned),
        owner_kind: OwnerKind::Project,
        owner: "p1".to_owned(),
        source: MoneySource::County,
        stage: MoneyStage::Approved,
        year: None,
        fen: fen.map(Fen),
    };
    let mut intend =
        |amount: AmountEdit| file.intend(Intent::SetAmounts("资金".to_owned(), vec![amount]), &stamp());
    assert!(intend(write(Some("l1"), Some(-1))).is_err());
    assert!(
        intend(write(Some("l1"), Some(400))).is_err(),
        "nothing would change"
    );
    assert!(intend(write(Some("gone"), Some(1))).is_err());
    intend(write(Some("l1"), None)).expect("removed");
    assert!(intend(write(Some("l1"), Some(5))).is_err(), "it is gone");
    intend(write(None, Some(7))).expect("made");
    let lines = file.model().relations().budget.of(OwnerKind::Project, "p1");
    let county: Vec<i64> = lines
        .iter()
        .filter(|line| line.source == MoneySource::County && line.stage == MoneyStage::Approved)
        .map(|line| line.amount.0)
        .collect();
    assert_eq!(county, [7]);
}
