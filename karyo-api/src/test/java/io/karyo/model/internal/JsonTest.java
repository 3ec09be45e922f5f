package io.karyo.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void readsEachKindOfValue() {
    assertThat(
            Json.parse(" {\"a\" : [1, -2.5e+1,\ttrue,false , null, \"x\"],\r\n\"\":{}, \"b\":[]} "))
        .isEqualTo(
            map(
                "a",
                Arrays.asList(1L, -25.0, true, false, null, "x"),
                "",
                Map.of(),
                "b",
                List.of()));
    assertThat(Json.parse("0")).isEqualTo(0L);
    assertThat(Json.parse("-0")).isEqualTo(0L);
    assertThat(Json.parse("-0.0")).isEqualTo(-0.0);
    assertThat(Json.parse("0e0")).isEqualTo(0.0);
    assertThat(Json.parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(Json.parse("1e-999")).isEqualTo(0.0);
    assertThat(Json.parse("null")).isNull();
    assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD834\\uDD1E\u007f\""))
        .isEqualTo("\"\\/\b\f\n\r\té𝄞\u007f");
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  @Test
  void keepsTheOrderOfNames() {
    assertThat(Json.parse("{\"z\":1,\"a\":2,\"m\":3}")).hasToString("{z=1, a=2, m=3}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "]",
        "{]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{,}",
        "tru",
        "True",
        "nul",
        "NaN",
        "Infinity",
        "-Infinity",
        "01",
        "-01",
        "+1",
        "-",
        ".5",
        "1.",
        "1.e1",
        "1e",
        "1e+",
        "0x1",
        "1f",
        "1L",
        "--1",
        "'a'",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u\uFF11234\"",
        "\"\n\"",
        "\"\0\"",
        "1 1",
        "1\0",
        "\0",
        "{} x",
        "\uFEFF1",
        "\u00A01",
        "// c\n1",
        "[1]]",
        "1,",
        "٣",
      })
  void refusesWhatIsNotJson(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse(text))
        .withMessageMatching("line \\d+, column \\d+: must be .+, found .+");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{`|line 1, column 2: must be a name in quotes, found '`'",
        "[1, x]|line 1, column 5: must be a value, found 'x]'",
        "{\"a\": 1 \"b\"}|line 1, column 9: must be ',' or '}', found '\"b\"}'",
        "{\"a\":1,\"a\":2}|line 1, column 8: must be a name that the object does not have yet,"
            + " found '\"a\":2}'",
        "[9223372036854775808]|line 1, column 2: must be a number that fits 64 bits and 64"
            + " characters, found '9223372036854775808]'",
        "1e999|line 1, column 1: must be a number that fits 64 bits and 64 characters, found"
            + " '1e999'",
        "[1|line 1, column 3: must be ',' or ']', found the end",
      })
  void saysWhereAndWhat(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse(text.replace("`", "{")))
        .withMessage(message.replace("`", "{"));
  }

  @Test
  void countsLines() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("{\n\"a\": 1,\n  x"))
        .withMessage("line 3, column 3: must be a name in quotes, found 'x'");
  }

  @Test
  void neverEchoesMoreThanAPrintableBit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("\u001b[31m\u202e" + "x".repeat(100)))
        .withMessageEndingWith("found '?[31m?" + "x".repeat(26) + "…'");
  }

  @Test
  void nestsUpToTheLimit() {
    String open = "[".repeat(Json.MAX_DEPTH);
    String close = "]".repeat(Json.MAX_DEPTH);
    Object deepest = Json.parse(open + close);

    assertThat(Json.parse(Json.write(deepest))).isEqualTo(deepest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse(open + "[" + close + "]"))
        .withMessageContaining("must be nested at most 64 deep");
    assertThatIllegalArgumentException().isThrownBy(() -> Json.write(List.of(deepest)));
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("[".repeat(1_000_000)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000)))
        .withMessageContaining("nested");
  }

  @Test
  void textsAndNumbersReachTheirLimits() {
    String longest = "x".repeat(Json.MAX_STRING);

    assertThat(Json.parse(Json.write(longest))).isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("\"x" + longest + '"'))
        .withMessageContaining("column 1: must be a text of at most 65536 characters");
    assertThatIllegalArgumentException().isThrownBy(() -> Json.write(longest + "x"));
    assertThat(Json.parse("0." + "3".repeat(62))).isEqualTo(1.0 / 3);
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("0." + "3".repeat(63)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse(" ".repeat(Json.MAX_LENGTH) + "1"))
        .withMessage("JSON: must have at most 16777216 characters, found 16777217");
  }

  @Test
  void writesIndentedAndShortListsInALine() {
    assertThat(Json.write(map("a", List.of(1, 2L, "x"), "b", List.of(List.of(), Map.of()))))
        .isEqualTo(
            """
            {
              "a": [1, 2, "x"],
              "b": [
                [],
                {}
              ]
            }
            """);
    assertThat(Json.write("\u0000\u001f\"\\/é\uD834 \uD834\uDD1E"))
        .isEqualTo("\"\\u0000\\u001f\\\"\\\\/é\\ud834 𝄞\"\n");
  }

  @Test
  void refusesToWriteWhatItCouldNotRead() {
    for (Object value : List.of(Double.NaN, Double.NEGATIVE_INFINITY, 1f, 'c', new int[1])) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Json.write(List.of(value)))
          .withMessageStartingWith("JSON: must be a map, a list, text");
    }
  }

  @Test
  void whatIsWrittenIsReadBack() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2000; i++) {
      Object value = anyValue(random, 0);
      assertThat(Json.parse(Json.write(value))).isEqualTo(value);
    }
  }

  private static @Nullable Object anyValue(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth < 4 ? 8 : 6)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3, 4 -> {
        double number = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(number) ? number : 0.5;
      }
      case 5 -> anyText(random);
      case 6 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(anyValue(random, depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(anyText(random), anyValue(random, depth + 1));
        }
        yield map;
      }
    };
  }

  private static String anyText(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append((char) (random.nextInt(1 << 16) >> random.nextInt(10)));
    }
    return text.toString();
  }
}
