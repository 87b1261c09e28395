export default {
  unit: {
    wanYuan: '¥10k',
    mu: 'mu',
    hectare: 'ha',
    squareKilometre: 'km²',
    metre: 'm',
    kilometre: 'km',
  },
}
