package brume.director.sim;

import brume.core.agent.EnrolRequest;
import brume.core.agent.NodeReport;
import brume.testkit.sim.AgentPort;

/** Passes everything on: what a planted mistake differs from. */
abstract class Forwarding implements AgentPort {
    private final AgentPort real;

    Forwarding(AgentPort real) {
        this.real = real;
    }

    @Override
    public EnrolAnswer enrol(EnrolRequest request) {
        return real.enrol(request);
    }

    @Override
    public ConfigAnswer config(String certificate, long after) {
        return real.config(certificate, after);
    }

    @Override
    public ReportAnswer report(String certificate, NodeReport report) {
        return real.report(certificate, report);
    }

    @Override
    public boolean waiting(String certificate, long after) {
        return real.waiting(certificate, after);
    }
}
