/** The look of the few Naive UI controls, from the tokens of the theme. */
import { darkTheme, type GlobalThemeOverrides } from 'naive-ui'
import { computed } from 'vue'
import { dark } from '@/stores/prefs'

// Naive computes shades from its colours, so it needs values, not CSS variables.
const LIGHT = {
  pane: '#fff',
  line: '#e3e6eb',
  text: '#1f2733',
  text2: '#5c6878',
  text3: '#626c7b',
  accent: '#1f5fbf',
  hover: '#f6f7f9',
  soft: '#e8f0fd',
}
const DARK = {
  pane: '#1b2027',
  line: '#2c333d',
  text: '#e6eaf0',
  text2: '#a3adba',
  text3: '#929dac',
  accent: '#6ea8ff',
  hover: '#14181d',
  soft: '#1f3252',
}

export const naiveBase = computed(() => (dark.value ? darkTheme : null))

export const naiveOverrides = computed<GlobalThemeOverrides>(() => {
  const c = dark.value ? DARK : LIGHT
  const flat = `0 0 0 1px ${c.line}`
  return {
    common: {
      fontFamily: 'var(--font)',
      fontSize: '13px',
      fontSizeSmall: '13px',
      fontSizeMedium: '13px',
      borderRadius: '6px',
      primaryColor: c.accent,
      primaryColorHover: c.accent,
      primaryColorPressed: c.accent,
      primaryColorSuppl: c.accent,
      textColorBase: c.text,
      textColor1: c.text,
      textColor2: c.text,
      textColor3: c.text2,
      placeholderColor: c.text3,
      bodyColor: c.pane,
      popoverColor: c.pane,
      cardColor: c.pane,
      modalColor: c.pane,
      inputColor: c.pane,
      borderColor: c.line,
      dividerColor: c.line,
      hoverColor: c.hover,
      boxShadow1: flat,
      boxShadow2: flat,
      boxShadow3: flat,
    },
    Dropdown: { optionColorHover: c.hover, optionHeightSmall: '30px', fontSizeSmall: '13px', padding: '4px' },
    Select: {
      peers: {
        InternalSelection: {
          color: c.pane,
          colorActive: c.pane,
          border: `1px solid ${c.line}`,
          borderHover: `1px solid ${c.text3}`,
          borderFocus: `1px solid ${c.accent}`,
          borderActive: `1px solid ${c.accent}`,
          boxShadowFocus: 'none',
          boxShadowActive: 'none',
        },
      },
    },
    InternalSelectMenu: {
      optionColorActive: c.soft,
      optionColorPending: c.hover,
      optionColorActivePending: c.soft,
    },
  }
})
