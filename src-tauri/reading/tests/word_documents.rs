//! Word documents: what Word shows is what is read.

mod builders;

use builders::{docx, lines, p, package};
use reading::source::{ReadingError, read_bytes};
use reading::{DocumentFormat, read_document};

fn check(body: &str, others: &[(&str, &str)], expected: &[&str]) {
    let document = read_bytes(&docx(body, others), None).expect("a document");
    assert_eq!(document.format, DocumentFormat::Docx);
    assert_eq!(lines(&document), expected);
}

const NUMBERING: &str = r#"<w:numbering SPACE>
<w:abstractNum w:abstractNumId="3">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Task"/><w:lvlText w:val="%3．"/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%4 "/></w:lvl>
 <w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="4"><w:numStyleLink w:val="ListStyle"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="7"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%1"/></w:lvl></w:lvlOverride></w:num>
</w:numbering>"#;

const STYLES: &str = r#"<w:styles SPACE>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Task"><w:name w:val="任务"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Task2"><w:name w:val="任务加粗"/><w:basedOn w:val="Task"/></w:style>
<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>
</w:styles>"#;

fn numbered(list: &str, level: u8, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

fn styled(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
}

#[test]
fn automatic_numbers_are_written_as_word_shows_them() {
    let body = [
        styled("10", "一、总体要求 1"),
        numbered("1", 0, "总体要求"),
        numbered("1", 0, "重点任务"),
        numbered("1", 1, "改善设施"),
        styled("Task", "修路"),
        styled("Task2", "通水"),
        numbered("1", 3, "细目"),
        numbered("1", 4, "点"),
        numbered("1", 1, "改善服务"),
        styled("Task", "建校"),
        numbered("2", 2, "重新从一"),
        numbered("2", 2, "接着数"),
        numbered("0", 0, "没有编号"),
        numbered("1", 0, "保障措施"),
    ]
    .concat();
    check(
        &body,
        &[("numbering.xml", NUMBERING), ("styles.xml", STYLES)],
        &[
            "一、总体要求",
            "二、重点任务",
            "（一）改善设施",
            "1．修路",
            "2．通水",
            "2.1.1 细目",
            "点",
            "（二）改善服务",
            "1．建校",
            "1．重新从一",
            "2．接着数",
            "没有编号",
            "三、保障措施",
        ],
    );
    check(
        &numbered("5", 0, "起点七"),
        &[("numbering.xml", NUMBERING)],
        &["⑦起点七"],
    );
}

#[test]
fn changes_boxes_fields_signs_and_notes_are_read_once() {
    check(
        r#"<w:p><w:r><w:t>新建</w:t></w:r><w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t>公里</w:t></w:r></w:p>"#,
        &[],
        &["新建12公里"],
    );
    // The end of a paragraph is deleted: it goes on.
    check(
        r#"<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>责任单位：</w:t></w:r></w:p><w:p><w:r><w:t>县水务局</w:t></w:r></w:p>"#,
        &[],
        &["责任单位：县水务局"],
    );
    check(
        r#"<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>"#,
        &[],
        &["正文", "框里"],
    );
    check(
        r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \@ "yyyy"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2026年</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>85%</w:t><w:noBreakHyphen/></w:r></w:p>"#,
        &[],
        &["2026年≥85%-"],
    );
    check(
        r#"<w:p><w:r><w:t>达标</w:t><w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:r><w:t>后文</w:t></w:r></w:p>"#,
        &[(
            "footnotes.xml",
            r#"<w:footnotes SPACE><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>按一级A标准。</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
        )],
        &["达标", "按一级A标准。", "后文"],
    );
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

#[test]
fn merged_cells_stand_in_each_cell_they_cover() {
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>{}{}{}</w:tr></w:tbl>",
        cell("", "类别"),
        cell(r#"<w:gridSpan w:val="2"/>"#, "内容"),
        cell(r#"<w:vMerge w:val="restart"/>"#, "设施"),
        cell("", "修路"),
        cell("", "通水"),
        cell("<w:vMerge/>", ""),
        cell("", "建校"),
        cell("", "建园"),
        cell("", "删"),
        cell("", "去"),
        cell("", "行"),
    );
    check(
        &body,
        &[],
        &["类别|内容|内容", "设施|修路|通水", "设施|建校|建园"],
    );
    // A table with a cell a row lays out text.
    let body = format!(
        "<w:tbl><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        cell("", "一、目标"),
        cell("", "二、任务")
    );
    check(&body, &[], &["一、目标", "二、任务"]);
}

/// A county's table of the division of work, units on lines of their own in a cell, merged over two rows.
#[test]
fn a_table_of_tasks_gives_tasks_with_their_units() {
    let head = ["序号", "重点工作", "牵头单位", "责任单位", "完成时限"]
        .map(|t| cell("", t))
        .concat();
    let row = |cells: [&str; 5]| cells.map(|t| cell("", t)).concat();
    let units = format!("<w:tc><w:tcPr/>{}{}</w:tc>", p("县财政局"), p("各乡镇人民政府"));
    let body = format!(
        "{}<w:tbl><w:tr>{head}</w:tr><w:tr>{}{}{}{units}{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        p("柳河县小城镇提升任务分解表"),
        cell("", "1"),
        cell("", "改造镇区供水管网30公里"),
        cell("", "县水务局"),
        cell("", "2026年6月底前"),
        row([
            "2",
            "新建公共停车场5处",
            "县住房和城乡建设局",
            "县交通运输局",
            "2026年底前"
        ]),
    );
    let reading = read_document(&read_bytes(&docx(&body, &[]), None).expect("a document"));
    assert_eq!(reading.title.as_deref(), Some("柳河县小城镇提升任务分解表"));
    let tasks: Vec<_> = reading
        .tasks
        .iter()
        .map(|t| {
            let units: Vec<_> = t.units.iter().map(|u| (u.role, u.name.as_str())).collect();
            (t.title.as_str(), t.due.as_deref(), units)
        })
        .collect();
    assert_eq!(
        tasks,
        [
            (
                "改造镇区供水管网30公里",
                Some("2026-06"),
                vec![
                    ("lead", "县水务局"),
                    ("responsible", "县财政局"),
                    ("responsible", "各乡镇人民政府")
                ]
            ),
            (
                "新建公共停车场5处",
                Some("2026-12"),
                vec![("lead", "县住房和城乡建设局"), ("responsible", "县交通运输局")]
            ),
        ]
    );
}

/// A province's opinions whose numbers are all automatic.
#[test]
fn a_plan_with_automatic_numbers_has_its_outline() {
    let body = [
        p("北川省关于加强小城镇建设的意见"),
        numbered("1", 0, "总体要求"),
        numbered("1", 1, "指导思想。坚持规划先行。"),
        numbered("1", 0, "重点任务"),
        numbered(
            "1",
            1,
            "完善道路网络。2027年底前新改建道路100公里以上。（责任单位：省交通运输厅、省财政厅）",
        ),
        numbered(
            "1",
            1,
            "保护风貌。（牵头单位：省住房和城乡建设厅；责任单位：省文化和旅游厅）",
        ),
    ]
    .concat();
    let reading =
        read_document(&read_bytes(&docx(&body, &[("numbering.xml", NUMBERING)]), None).expect("a document"));
    let numbers: Vec<&str> = reading.tasks.iter().map(|t| t.number.as_str()).collect();
    assert_eq!(numbers, ["二（一）", "二（二）"]);
    assert_eq!(reading.tasks[0].units.len(), 2);
    assert_eq!(reading.tasks[1].units[0].role, "lead");
    assert!(
        reading
            .indicators
            .iter()
            .any(|i| i.value == 100.0 && i.operator == "≥"),
        "{:?}",
        reading.indicators
    );
    assert_eq!(reading.tasks[0].at.paragraph, 5);
}

#[test]
fn strict_and_odd_zips_are_read() {
    let strict = r#"<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>严格</x:t></x:r></x:p></x:body></x:document>"#;
    let rels = r#"<Relationships><Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>"#;
    let bytes = package(&[
        ("_rels/.rels", rels.as_bytes()),
        ("word\\document2.xml", strict.as_bytes()),
    ]);
    assert_eq!(lines(&read_bytes(&bytes, None).expect("strict")), ["严格"]);
}

#[test]
fn what_is_no_plan_document_is_named() {
    let refused = |bytes: &[u8]| read_bytes(bytes, None).expect_err("refused");
    let xlsx = package(&[("xl/workbook.xml", b"<workbook/>")]);
    assert!(matches!(refused(&xlsx), ReadingError::NotADocument(_)));
    let mut office = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("a file");
    office.create_stream("/EncryptedPackage").expect("a stream");
    let bytes = office.into_inner().into_inner();
    let words = refused(&bytes).to_string();
    assert!(words.contains("密码"), "{words}");
    assert!(matches!(refused(&docx("<w:p/>", &[])), ReadingError::NoText));
}
