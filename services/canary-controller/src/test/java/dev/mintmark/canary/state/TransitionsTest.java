package dev.mintmark.canary.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.canary.state.OpenState.AwaitingApproval;
import dev.mintmark.canary.state.OpenState.Deploying;
import dev.mintmark.canary.state.OpenState.Held;
import dev.mintmark.canary.state.OpenState.Pausable;
import dev.mintmark.canary.state.OpenState.Paused;
import dev.mintmark.canary.state.OpenState.Planned;
import dev.mintmark.canary.state.OpenState.RollingBack;
import dev.mintmark.canary.state.OpenState.Soaking;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<Pausable> PAUSABLE =
      List.of(
          new Planned(NOW),
          new AwaitingApproval(1),
          new Deploying(1, NOW),
          new Soaking(1, NOW, NOW, 2),
          new Held(1, NOW, NOW, 3));

  @Test
  void theStatesOfferExactlyTheStepsThatTheDatabaseAllows() throws Exception {
    Set<String> offered = new TreeSet<>();
    offered.add("UNKNOWN PLANNED");
    for (Pausable state : PAUSABLE) {
      offered.addAll(steps(state));
      offered.addAll(steps(state.pause()));
    }
    offered.addAll(steps(new RollingBack(0, NOW)));
    // A look that changes nothing is a step, too.
    assertThat(offered).contains("SOAKING SOAKING").isEqualTo(allowed());
  }

  /** Calls every method of a state that leads to a state. */
  private static Set<String> steps(OpenState state) throws Exception {
    Set<String> steps = new TreeSet<>();
    for (Method method : state.getClass().getMethods()) {
      if (RolloutState.class.isAssignableFrom(method.getReturnType())
          && !method.getName().equals("was")) {
        Object[] arguments =
            Arrays.stream(method.getParameterTypes())
                .map(type -> type == int.class ? (Object) 1 : NOW)
                .toArray();
        RolloutState to = (RolloutState) method.invoke(state, arguments);
        steps.add(state.phase() + " " + to.phase());
      }
    }
    return steps;
  }

  private static Set<String> allowed() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            TransitionsTest.class.getResourceAsStream("/db/migration/V1__rollouts.sql"))) {
      String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Matcher pair = Pattern.compile("\\('([A-Z_]+)', '([A-Z_]+)'\\)").matcher(sql);
      Set<String> pairs = new TreeSet<>();
      while (pair.find()) {
        pairs.add(pair.group(1) + " " + pair.group(2));
      }
      return pairs;
    }
  }

  @Test
  void aPauseLeadsBackToTheVerySameState() {
    assertThat(PAUSABLE).allSatisfy(state -> assertThat(state.pause().resume()).isEqualTo(state));
  }

  @Test
  void nothingLeadsOutOfAnEnd() {
    assertThat(ClosedState.class.getPermittedSubclasses())
        .allSatisfy(end ->
            assertThat(end.getMethods())
                .extracting(Method::getReturnType)
                .noneMatch(RolloutState.class::isAssignableFrom));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void theLogHasAWordForEachState(Phase phase) {
    assertThat(dev.mintmark.events.rollout.v1.RolloutState.valueOf(phase.name()).name())
        .isEqualTo(phase.name());
  }

  @Test
  void aPausedRollbackIsNoState() {
    assertThat(new RollingBack(0, NOW)).isNotInstanceOf(Pausable.class);
    assertThat(new Paused(new Planned(NOW)).stage()).isZero();
  }
}
