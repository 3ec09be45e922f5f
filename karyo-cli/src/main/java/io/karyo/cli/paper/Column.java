package io.karyo.cli.paper;

/** How a row is trained. */
enum Column {
  /** As the paper describes. */
  FAITHFUL("faithful"),
  /** The same network on the same pairs, trained as this library trains. */
  OURS("ours");

  private final String title;

  Column(String title) {
    this.title = title;
  }

  /** The text in the table. */
  String title() {
    return title;
  }
}
