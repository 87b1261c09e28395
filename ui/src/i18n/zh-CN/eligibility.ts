/** 申报条件的文字。 */
export default {
  title: '申报条件',
  answer: { yes: '符合', if_more: '符合，另需核', unknown: '缺资料', no: '不符合' },
  clause: '依据：{text}',
  coverage: '覆盖 {n} 倍',
}
