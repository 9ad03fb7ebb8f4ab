// Trades the ticket of who has just signed in for the cookie of this browser: it is not to be read from here.
const traded = new Set()

export default function ({ data }) {
  if (!data || traded.has(data.ticket)) return
  traded.add(data.ticket)
  fetch(data.address, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ticket: data.ticket }),
  }).catch(() => {})
}
