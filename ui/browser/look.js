// Streamlit keeps dark or light for every page apart; whoever chooses here means all of them.
export default function ({ data }) {
  if (!data) return
  const wanted = JSON.stringify(data.look)
  const keys = data.paths.map((path) => `stActiveTheme-${path}-v2`)
  if (keys.every((key) => window.localStorage.getItem(key) === wanted)) return
  keys.forEach((key) => window.localStorage.setItem(key, wanted))
  const here = new URL(window.location.href)
  here.searchParams.set("part", "looks")
  if (here.href === window.location.href) window.location.reload()
  else window.location.assign(here)
}
