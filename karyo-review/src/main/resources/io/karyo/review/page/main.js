const given = JSON.parse(document.getElementById("karyo-state").textContent);
const token = new URLSearchParams(location.search).get("token") ?? "";
const cell = given.server
  ? await (await fetch("api/cells/0", { headers: { "X-Karyo-Token": token } })).json()
  : given.cells[0];
document.getElementById("iscn").textContent = cell.iscn;
