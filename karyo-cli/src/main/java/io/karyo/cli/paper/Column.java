package io.karyo.cli.paper;

/** How a row is trained. */
enum Column {
  /** As the paper says. */
  FAITHFUL("faithful"),
  /** The same network on the same pairs, trained as this library trains. */
  OURS("ours");

  private final String title;

  Column(String title) {
    this.title = title;
  }

  /** What the table says. */
  String title() {
    return title;
  }
}
