package dev.mintmark.simulator.run;

import dev.mintmark.simulator.plan.Member;
import dev.mintmark.simulator.state.DeviceRecord;
import dev.mintmark.simulator.state.FleetState;
import dev.mintmark.simulator.wire.Controller;
import dev.mintmark.simulator.wire.WireException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Gives each device a token of its own. The one-time token is written down before it is used: a
 * fleet that is killed in between trades the same token for the same device again.
 */
final class Enrolment {
  private static final int AT_A_TIME = 16;
  private static final int FORBIDDEN = 403;

  private final Controller controller;
  private final FleetState state;
  private final String operatorToken;

  Enrolment(Controller controller, FleetState state, String operatorToken) {
    this.controller = controller;
    this.state = state;
    this.operatorToken = operatorToken;
  }

  /**
   * Enrols those that are not.
   *
   * @return how many that were
   * @throws IOException when the controller cannot be reached or the state not be written
   */
  int enrol(List<Member> members) throws IOException, InterruptedException {
    List<Member> strangers =
        members.stream().filter(member -> record(member).token().isEmpty()).toList();
    if (strangers.isEmpty()) {
      return 0;
    }
    giveOneTimeTokens(
        strangers.stream().filter(member -> record(member).oneTimeToken().isEmpty()).toList());
    List<Member> expired = tradeAll(strangers);
    giveOneTimeTokens(expired);
    List<Member> refused = tradeAll(expired);
    if (!refused.isEmpty()) {
      // Once more, for the refusal's own words.
      trade(refused.getFirst());
    }
    return strangers.size();
  }

  private void giveOneTimeTokens(List<Member> members) throws IOException, InterruptedException {
    Map<String, List<Member>> classes =
        members.stream()
            .collect(
                Collectors.groupingBy(
                    member -> member.deviceClass().name(), TreeMap::new, Collectors.toList()));
    for (Map.Entry<String, List<Member>> named : classes.entrySet()) {
      List<Member> ofClass = named.getValue();
      List<String> tokens = controller.oneTimeTokens(operatorToken, named.getKey(), ofClass.size());
      for (int i = 0; i < tokens.size(); i++) {
        String token = tokens.get(i);
        state.change(ofClass.get(i).device(), record -> record.withOneTimeToken(token));
      }
    }
    state.save();
  }

  /** Those whose one-time token is not taken any more. */
  private List<Member> tradeAll(List<Member> members) throws IOException, InterruptedException {
    try (ExecutorService pool =
        Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      List<Future<Boolean>> trades =
          members.stream().map(member -> pool.submit(() -> isTraded(member))).toList();
      List<Member> refused = new ArrayList<>();
      for (int i = 0; i < trades.size(); i++) {
        if (!outcome(trades.get(i))) {
          refused.add(members.get(i));
        }
      }
      return refused;
    } finally {
      state.save();
    }
  }

  private static boolean outcome(Future<Boolean> trade) throws IOException, InterruptedException {
    try {
      return trade.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException("cannot enrol", e.getCause());
      }
    }
  }

  private boolean isTraded(Member member) throws IOException, InterruptedException {
    try {
      trade(member);
      return true;
    } catch (WireException e) {
      if (e.status() == FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }

  private void trade(Member member) throws IOException, InterruptedException {
    String token = controller.enrol(member, record(member).oneTimeToken().orElseThrow());
    state.change(member.device(), record -> record.withToken(token));
  }

  private DeviceRecord record(Member member) {
    return state.of(member.device());
  }
}
