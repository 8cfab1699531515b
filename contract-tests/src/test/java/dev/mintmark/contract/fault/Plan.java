package dev.mintmark.contract.fault;

import static dev.mintmark.contract.fault.proxy.Window.answered;
import static dev.mintmark.contract.fault.proxy.Window.before;

import dev.mintmark.contract.fault.Fault.Kind;
import dev.mintmark.contract.fault.proxy.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Draws faults from a seed: the same seed gives the same ones, and a longer plan begins alike. */
final class Plan {
  static final String LEDGER = "release-ledger";

  /** In the order in which a release passes them. */
  static final List<String> STEPS =
      List.of(
          "trainer-ingest",
          "converter-quantizer",
          "image-builder",
          "sbom",
          "evidence",
          "signer",
          "registry");

  /** Only they read pointers while they work. */
  private static final Set<String> POINTERS = Set.of("trainer-ingest", "registry");

  /** Before its work, in it, between artifacts and transaction, in the transaction, after it. */
  private static final List<Window> OF_STEPS =
      List.of(
          answered("records"),
          before("artifact.get"),
          answered("artifact.get"),
          before("artifact.create"),
          answered("artifact.create"),
          before("produce"),
          answered("produce"),
          before("txnOffsetCommit"),
          answered("txnOffsetCommit"),
          before("endTxn"),
          answered("endTxn"),
          before("fetch"));

  /** While a session is opened; only a service that was killed passes them. */
  private static final List<Window> OF_SESSIONS =
      List.of(
          before("initProducerId"),
          answered("initProducerId"),
          answered("offsetFetch"),
          before("joinGroup"),
          answered("joinGroup"),
          answered("syncGroup"));

  private static final List<Window> OF_LEDGER =
      List.of(answered("records"), before("commit"), answered("commit"), before("fetch"));

  private static final List<Window> OF_WRITES =
      List.of(before("artifact.create"), answered("artifact.create"));

  /** Every kind once, the common ones more often, before anything is left to chance. */
  private static final List<Kind> FIRST =
      List.of(
          Kind.KILL_SERVICE,
          Kind.KILL_SERVICE,
          Kind.CUT,
          Kind.CUT,
          Kind.STORE_CORRUPTS,
          Kind.STORE_TRUNCATES,
          Kind.STORE_ERROR,
          Kind.STORE_FULL,
          Kind.STORE_REFUSES,
          Kind.STORE_STALLS,
          Kind.KILL_BROKER,
          Kind.KILL_DATABASE,
          Kind.SECOND_INSTANCE,
          Kind.OFFSETS_DELETED,
          Kind.UPGRADE);

  /** Of each 100 faults drawn so many are of the kind. */
  private record Share(Kind kind, int percent) {}

  private static final List<Share> LATER =
      List.of(
          new Share(Kind.KILL_SERVICE, 17),
          new Share(Kind.CUT, 32),
          new Share(Kind.STORE_ERROR, 12),
          new Share(Kind.STORE_CORRUPTS, 13),
          new Share(Kind.STORE_TRUNCATES, 10),
          new Share(Kind.STORE_FULL, 4),
          new Share(Kind.STORE_STALLS, 3),
          new Share(Kind.STORE_REFUSES, 3),
          new Share(Kind.KILL_BROKER, 2),
          new Share(Kind.KILL_DATABASE, 2),
          new Share(Kind.SECOND_INSTANCE, 1),
          new Share(Kind.OFFSETS_DELETED, 1));

  private final Random random;
  private final List<Fault> faults = new ArrayList<>();

  private Plan(long seed) {
    random = new Random(seed);
  }

  /** So many faults, or a few more: a killed service may be struck again while it comes back. */
  static List<Fault> of(long seed, int count) {
    Plan plan = new Plan(seed);
    List<Kind> first = new ArrayList<>(FIRST);
    Collections.shuffle(first, plan.random);
    first.stream().limit(count).forEach(plan::add);
    while (plan.faults.size() < count) {
      plan.add(plan.drawKind());
    }
    return List.copyOf(plan.faults);
  }

  private Kind drawKind() {
    int left = random.nextInt(100);
    for (Share share : LATER) {
      left -= share.percent();
      if (left < 0) {
        return share.kind();
      }
    }
    throw new IllegalStateException("the shares make less than 100");
  }

  private void add(Kind kind) {
    switch (kind) {
      case KILL_SERVICE -> {
        String service = anyService();
        add(kind, service, any(service.equals(LEDGER) ? OF_LEDGER : OF_STEPS), 1);
        if (!service.equals(LEDGER) && random.nextInt(3) == 0) {
          add(random.nextBoolean() ? kind : Kind.CUT, service, any(OF_SESSIONS), 1);
        }
      }
      case CUT -> {
        String service = anyService();
        add(kind, service, any(service.equals(LEDGER) ? OF_LEDGER : OF_STEPS), 1);
      }
      case KILL_BROKER -> add(kind, any(STEPS), any(OF_STEPS), 1);
      case KILL_DATABASE ->
          add(kind, LEDGER, any(List.of(before("commit"), answered("commit"))), 1);
      case STORE_ERROR -> add(kind, any(STEPS), any(bothSides()), 1 + random.nextInt(3));
      case STORE_FULL -> add(kind, any(STEPS), before("artifact.create"), 2 + random.nextInt(3));
      case STORE_TRUNCATES, STORE_CORRUPTS -> add(kind, any(STEPS), anyRead(), 1);
      case STORE_STALLS, STORE_REFUSES -> add(kind, any(STEPS), any(bothSides()), 1);
      case OFFSETS_DELETED, SECOND_INSTANCE, UPGRADE ->
          faults.add(
              new Fault(faults.size() + 1, kind, any(STEPS), Optional.empty(), 1, 1, draw()));
    }
  }

  /** A claim is read as well; only the first step has one to read. */
  private Window anyRead() {
    return random.nextInt(4) == 0 ? answered("pointer.get") : answered("artifact.get");
  }

  private List<Window> bothSides() {
    return random.nextBoolean()
        ? OF_WRITES
        : List.of(before("artifact.get"), answered("artifact.get"));
  }

  private void add(Kind kind, String service, Window window, int times) {
    boolean pointer = window.operation().startsWith("pointer.");
    String struck = pointer && !POINTERS.contains(service) ? STEPS.getFirst() : service;
    int passing = window.operation().startsWith("artifact.") ? 1 + random.nextInt(5) : 1;
    faults.add(
        new Fault(faults.size() + 1, kind, struck, Optional.of(window), passing, times, draw()));
  }

  private int draw() {
    return random.nextInt(1 << 20);
  }

  private String anyService() {
    return random.nextInt(8) == 0 ? LEDGER : any(STEPS);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
