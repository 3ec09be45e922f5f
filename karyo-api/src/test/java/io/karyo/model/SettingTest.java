package io.karyo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingTest {

  private enum Colour {
    RED,
    LIGHT_BLUE
  }

  private static final Setting<Integer> COUNT = Setting.integer("count", 7, 1, 9);
  private static final Setting<Integer> LIMIT = Setting.integer("limit", 0, 2).optional();
  private static final Setting<Double> SHARE = Setting.number("share", 0.5, Require::belowOne);
  private static final Setting<Boolean> ROUND = Setting.flag("round", true);
  private static final Setting<Colour> COLOUR = Setting.choice("colour", Colour.LIGHT_BLUE);
  private static final Setting<Point> POINT =
      Setting.nested("point", new Point(1), Point::of, Point::settings);
  private static final Setting<List<Point>> POINTS =
      Setting.list("points", List.of(new Point(2)), 2, Point::of, Point::settings);

  private record Point(int x) {
    private static final Setting<Integer> X = Setting.integer("x", 3, 0);

    static Point of(Settings given) {
      return new Point(given.complete(X).get(X));
    }

    Settings settings() {
      return Settings.EMPTY.with(X, x);
    }
  }

  private static Settings complete(Settings given) {
    return given.complete(COUNT, LIMIT, SHARE, ROUND, COLOUR, POINT, POINTS);
  }

  @Test
  void whatIsNotSetIsTheDefault() {
    Settings defaults = complete(Settings.EMPTY);
    assertThat(defaults.names())
        .containsExactly("count", "share", "round", "colour", "point", "points");
    for (Settings settings : List.of(Settings.EMPTY, defaults)) {
      assertThat(settings.get(COUNT)).isEqualTo(7);
      assertThat(settings.get(LIMIT)).isZero();
      assertThat(settings.get(SHARE)).isEqualTo(0.5);
      assertThat(settings.get(ROUND)).isTrue();
      assertThat(settings.get(COLOUR)).isEqualTo(Colour.LIGHT_BLUE);
      assertThat(settings.get(POINT)).isEqualTo(new Point(1));
      assertThat(settings.get(POINTS)).containsExactly(new Point(2));
    }
  }

  @Test
  void whatIsSetIsKeptInTheOrderOfTheSettings() {
    Settings given =
        Settings.EMPTY
            .with(POINTS, List.of(new Point(5), new Point(6)))
            .with(POINT, new Point(4))
            .with(COLOUR, Colour.RED)
            .with(ROUND, false)
            .with(SHARE, 0.25)
            .with(LIMIT, 2)
            .with(COUNT, 9);
    Settings all = complete(Settings.of(given.asMap()));
    assertThat(all).isEqualTo(given);
    assertThat(all.names())
        .containsExactly("count", "limit", "share", "round", "colour", "point", "points");
    assertThat(all.asMap()).containsEntry("colour", "red");
    assertThat(all.get(POINTS)).containsExactly(new Point(5), new Point(6));
    assertThat(complete(all)).isEqualTo(all);
  }

  @Test
  void nestedSettingsAreCompletedToo() {
    Settings given = Settings.EMPTY.with("point", Settings.EMPTY).with("share", 0);
    assertThat(complete(given).nested("point")).isEqualTo(new Point(3).settings());
    assertThat(complete(given).asMap()).containsEntry("share", 0.0);
  }

  @Test
  void anEmptyListIsTheDefault() {
    assertThat(Settings.EMPTY.with("points", List.of()).get(POINTS)).containsExactly(new Point(2));
    assertThatThrownBy(() -> Settings.EMPTY.with(POINTS, List.of()))
        .hasMessage("points: must be 1 to 2, found 0");
  }

  @Test
  void anOptionalSettingIsLeftOutAtItsDefaultWhichNeedNotKeepTheRule() {
    assertThat(complete(Settings.EMPTY.with(LIMIT, 5)).get(LIMIT)).isEqualTo(5);
    assertThatThrownBy(() -> Settings.EMPTY.with(LIMIT, 0))
        .hasMessage("limit: must be at least 2, found 0");
    Setting<Colour> colour = Setting.choice("colour", Colour.RED).optional();
    Settings blue = Settings.EMPTY.with(colour, Colour.LIGHT_BLUE);
    assertThat(blue.asMap()).containsEntry("colour", "light-blue");
    assertThat(blue.with(colour, Colour.RED)).isEqualTo(Settings.EMPTY);
    assertThat(Settings.EMPTY.with("colour", "red").complete(colour)).isEqualTo(Settings.EMPTY);
  }

  @Test
  void wrongValuesAreRefusedWithNameAndRule() {
    assertThatThrownBy(() -> Settings.EMPTY.with(COUNT, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count: must be 1 to 9, found 10");
    assertThatThrownBy(() -> COUNT.check(0)).hasMessage("count: must be 1 to 9, found 0");
    assertThatThrownBy(() -> complete(Settings.EMPTY.with("count", "many")))
        .hasMessage("count: must be a whole number, found 'many'");
    assertThatThrownBy(() -> Settings.EMPTY.with("share", 1).get(SHARE))
        .hasMessage("share: must be 0 to below 1, found 1.0");
    assertThatThrownBy(() -> Settings.EMPTY.with("colour", "green").get(COLOUR))
        .hasMessage("colour: must be red or light-blue, found 'green'");
    assertThatThrownBy(() -> complete(Settings.EMPTY.with("cuont", 1)))
        .hasMessage(
            "settings: must be of [count, limit, share, round, colour, point, points], found"
                + " 'cuont'");
    Setting<Double> amount = Setting.number("amount", 0.5, 0.25, 2);
    assertThatThrownBy(() -> amount.check(Double.NaN))
        .hasMessage("amount: must be 0.25 to 2, found NaN");
  }
}
