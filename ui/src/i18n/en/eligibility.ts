/** Words of who may have which money. */
export default {
  title: 'Eligibility',
  answer: { yes: 'Holds', if_more: 'Holds, rest to be checked', unknown: 'Not known', no: 'Does not hold' },
  clause: 'Clause: {text}',
  coverage: 'covered {n} time | covered {n} times',
}
