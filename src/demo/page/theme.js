// Light or dark: the computer's wish until the button is pressed.

const theme = document.getElementById('theme')

function paint(dark) {
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  theme.setAttribute('aria-pressed', String(dark))
}

const wish = matchMedia('(prefers-color-scheme: dark)')
paint(wish.matches)
wish.addEventListener('change', () => paint(wish.matches))
theme.addEventListener('click', () => paint(theme.getAttribute('aria-pressed') !== 'true'))
