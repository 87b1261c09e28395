export default {
  unit: {
    wanYuan: '万元',
    mu: '亩',
    hectare: '公顷',
    squareKilometre: '平方公里',
    metre: '米',
    kilometre: '公里',
  },
}
