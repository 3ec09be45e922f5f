package io.karyo.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuietOutputTest {

  private final PrintStream original = System.out;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);

  @BeforeEach
  void catchOutput() {
    System.setOut(stream);
  }

  @AfterEach
  void restore() {
    System.setOut(original);
  }

  private String output() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theCallersLinesAreDroppedAndOtherThreadsAreNot() {
    QuietOutput.run(
        () -> {
          System.out.println("caller");
          System.out.write('c');
          inAnotherThread(
              () -> {
                System.out.print("other");
                System.out.write('!');
                System.out.flush();
              });
        });
    assertThat(output()).isEqualTo("other!");
  }

  @Test
  void afterwardsTheStreamIsTheOneOfBeforeEvenIfSomethingFailed() {
    assertThatThrownBy(
            () ->
                QuietOutput.run(
                    () -> {
                      throw new IllegalStateException("expected");
                    }))
        .hasMessage("expected");
    assertThat(System.out).isSameAs(stream);
    System.out.print("heard");
    assertThat(output()).isEqualTo("heard");
  }

  @Test
  void aStreamThatTheApplicationSetMeanwhileStays() {
    PrintStream own = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    QuietOutput.run(() -> inAnotherThread(() -> System.setOut(own)));
    assertThat(System.out).isSameAs(own);
  }

  private static void inAnotherThread(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
