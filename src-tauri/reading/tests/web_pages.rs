//! Web pages of offices: the text without what is around it.

mod builders;

use builders::lines;
use reading::source::read_bytes;
use reading::{DocumentFormat, read_document};

fn check(page: &str, expected: &[&str]) {
    let document = read_bytes(page.as_bytes(), None).expect("a page");
    assert_eq!(document.format, DocumentFormat::Html);
    assert_eq!(lines(&document), expected);
}

const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="ArticleTitle" content="南溪市小城镇三年行动方案"><title>南溪市小城镇三年行动方案_南溪市人民政府</title><style>p{}</style></head>
<body><div class="header-nav"><ul><li><a href="/">首页</a><li><a href="/zw">政务公开</a></ul></div>
<div class="crumb">当前位置：<a>首页</a> &gt; 文件</div>
<div class="wrap"><h1>南溪市小城镇三年行动方案</h1><div class="share">分享到：微信</div>
<div class="TRS_Editor"><p>一、主要目标</p><p>到2027年，镇区污水处理率达到<b>90</b>%以上。</p><p>二、重点任务
<p>（一）修路。新建道路20公里。（责任单位：市交通运输局）<p>（二）建校。<br>新建学校2所。（责任单位：市教育局）</p>
<table><tr><th rowspan="2">序号<th colspan="2">工作<tr><td>任务<td>单位<tr><td>1<td>修路<td>市交通运输局</table>
<script>document.write("<p>广告</p>")</script><p style="display: none">隐藏</p></div></div>
<div class="footer">版权所有 南溪市人民政府 ICP备00000000号</div></body></html>"#;

#[test]
fn the_text_is_read_without_menus_and_feet() {
    check(
        PAGE,
        &[
            "南溪市小城镇三年行动方案",
            "一、主要目标",
            "到2027年，镇区污水处理率达到90%以上。",
            "二、重点任务",
            "（一）修路。新建道路20公里。（责任单位：市交通运输局）",
            "（二）建校。",
            "新建学校2所。（责任单位：市教育局）",
            "序号|工作|工作",
            "序号|任务|单位",
            "1|修路|市交通运输局",
        ],
    );
    let reading = read_document(&read_bytes(PAGE.as_bytes(), None).expect("a page"));
    assert_eq!(reading.title.as_deref(), Some("南溪市小城镇三年行动方案"));
    assert_eq!(reading.tasks.len(), 2, "{:?}", reading.tasks);
}

#[test]
fn tables_that_lay_out_the_page_are_text() {
    check(
        "<html><body><table><tr><td><a href='/'>首页</a></td></tr><tr><td><table><tr><td><p>一、总体要求</p><ol start='3'><li>修路<li>2．通水</ol></td></tr></table></td></tr></table></body></html>",
        &["一、总体要求", "3.修路", "2．通水"],
    );
}

#[test]
fn the_encoding_that_a_page_states_holds() {
    let page = "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><body><p>责任单位：县住建局</p></body></html>";
    let (bytes, ..) = encoding_rs::GBK.encode(page);
    let document = read_bytes(&bytes, None).expect("a page");
    assert_eq!(lines(&document), ["责任单位：县住建局"]);
}
