package io.karyo.testkit.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs a contract within a test. */
final class Contracts {

  private static final int LONGEST_MESSAGE = 2000;

  private Contracts() {}

  /** Returns the names of the tests that fail. */
  static Set<String> failuresOf(Class<?> contract) {
    return names(run(contract).failed());
  }

  /** Returns the names of all tests that a contract itself declares. */
  static Set<String> testsOf(Class<?> contract) {
    return Stream.of(contract.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the names of the tests that fail for at least one of the nested contracts. */
  static Set<String> failuresOfAllIn(Class<?> test) {
    return Stream.of(test.getDeclaredClasses())
        .filter(nested -> !Modifier.isAbstract(nested.getModifiers()))
        .flatMap(nested -> failuresOf(nested).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the names of the tests that are skipped by an assumption. */
  static Set<String> skippedOf(Class<?> contract) {
    return names(run(contract).aborted());
  }

  /** Runs a contract, and checks that a person can read why it fails. */
  private static Events run(Class<?> contract) {
    Events events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(contract))
            .execute()
            .testEvents();
    for (Event event : events.failed().list()) {
      String message =
          event
              .getPayload(TestExecutionResult.class)
              .flatMap(TestExecutionResult::getThrowable)
              .map(Throwable::getMessage)
              .orElse("");
      assertThat(message.length())
          .as("length of the message of %s: %.500s", event.getTestDescriptor(), message)
          .isLessThan(LONGEST_MESSAGE);
    }
    return events;
  }

  private static Set<String> names(Events events) {
    Set<String> names = new TreeSet<>();
    for (Event event : events.list()) {
      event
          .getTestDescriptor()
          .getSource()
          .ifPresent(source -> names.add(((MethodSource) source).getMethodName()));
    }
    return names;
  }
}
