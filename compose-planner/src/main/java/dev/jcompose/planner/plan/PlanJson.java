package dev.jcompose.planner.plan;

import dev.jcompose.planner.resource.ResourceRef;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A plan as data: {@code {"version":1,"steps":[{"id":4,"waits_for":[3],"action":"rename","resource":"web#1",
 * "name":"shop-web-1","reason":{"kind":"takes-name","text":""}}],"warnings":[]}}. Fields may be added; those that are
 * there keep their meaning within a version.
 */
public final class PlanJson {
    private static final int VERSION = 1;

    private PlanJson() {}

    /** One line of JSON without a newline. */
    public static String of(Plan plan) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("version", VERSION);
            json.writeArrayPropertyStart("steps");
            plan.nodes().forEach(node -> step(json, node));
            json.writeEndArray();
            json.writeArrayPropertyStart("unchanged");
            plan.unchanged().forEach(resource -> json.writeString(resource.key()));
            json.writeEndArray();
            json.writeArrayPropertyStart("warnings");
            plan.warnings().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void step(JsonGenerator json, Plan.Node node) {
        Step step = node.step();
        ResourceRef resource = step.resource();
        json.writeStartObject();
        json.writeNumberProperty("id", node.id().number());
        json.writeArrayPropertyStart("waits_for");
        node.waitsFor().forEach(id -> json.writeNumber(id.number()));
        json.writeEndArray();
        json.writeStringProperty("action", PlanText.action(step));
        json.writeStringProperty("resource", resource.key());
        json.writeStringProperty("name", resource.name());
        if (step instanceof Step.AwaitCondition await) {
            json.writeStringProperty("condition", await.condition().word());
        }
        json.writeObjectPropertyStart("reason");
        json.writeStringProperty("kind", kind(step.why()));
        json.writeStringProperty("text", PlanText.reason(step.why()));
        if (step.why() instanceof Reason.Changed(var fields)) {
            json.writeArrayPropertyStart("fields");
            for (FieldChange field : fields) {
                json.writeStartObject();
                json.writeStringProperty("field", field.field());
                json.writeStringProperty("before", field.before());
                json.writeStringProperty("after", field.after());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String kind(Reason reason) {
        return switch (reason) {
            case Reason.Missing r -> "missing";
            case Reason.Changed r -> "changed";
            case Reason.ConfigurationChanged r -> "configuration-changed";
            case Reason.DependencyReplaced r -> "dependency-replaced";
            case Reason.NotAttached r -> "not-attached";
            case Reason.NotMounted r -> "not-mounted";
            case Reason.Forced r -> "forced";
            case Reason.Requested r -> "requested";
            case Reason.Replaces r -> "replaces";
            case Reason.MakesWay r -> "makes-way";
            case Reason.TakesName r -> "takes-name";
            case Reason.ScaledDown r -> "scaled-down";
            case Reason.Orphaned r -> "orphaned";
            case Reason.NotRunning r -> "not-running";
            case Reason.JustCreated r -> "just-created";
            case Reason.RequiredBy r -> "required-by";
            case Reason.PullPolicy r -> "pull-policy";
            case Reason.LeftOver r -> "left-over";
            case Reason.Declared r -> "declared";
            case Reason.GoesAway r -> "goes-away";
        };
    }
}
