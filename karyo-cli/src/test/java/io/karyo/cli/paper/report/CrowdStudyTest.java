package io.karyo.cli.paper.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdStudyTest {

  private static final List<CrowdStudy> STUDIES = CrowdStudy.all();

  @Test
  void allLinesAreCounted() {
    // Ten lines on each of 46 chromosomes.
    assertThat(STUDIES).extracting(CrowdStudy::spam).containsExactly(0, 92, 184, 276, 368);
    assertThat(STUDIES).allSatisfy(s -> assertThat(s.found()).isLessThanOrEqualTo(s.spam()));
  }

  @Test
  void spammersAreFoundAndTheConsensusIsNearerThanAnyone() {
    for (CrowdStudy study : STUDIES) {
      assertThat(study.found()).isGreaterThanOrEqualTo((int) (0.95 * study.spam()));
      assertThat(study.wronged()).isLessThanOrEqualTo(5);
      assertThat(study.axisError()).isLessThan(study.workerError());
    }
  }

  @Test
  void aRowHasACellForEachHeading() {
    assertThat(STUDIES).allSatisfy(s -> assertThat(s.cells()).hasSameSizeAs(CrowdStudy.HEADINGS));
    assertThat(new CrowdStudy(0.4, 184, 183, 2, 1.234, 5).cells())
        .containsExactly("40 %", "183 of 184", "2", "1.23 px", "5.00 px");
  }
}
