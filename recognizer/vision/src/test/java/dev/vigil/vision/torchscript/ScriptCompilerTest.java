package dev.vigil.vision.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScriptCompilerTest {
    private final ScriptCompiler compiler = new ScriptCompiler(Operators.plain());

    @Test
    void writesOneStatementPerNode() {
        Script script = compiler.compile(Graphs.of(9, 1, 1, 4, 4)
                .weights("w", 2, 1, 3, 3)
                .node("Conv", List.of("x", "w"), List.of("a"), "pads", List.of(1, 1, 1, 1), "group", 1)
                .node("Relu", List.of("a"), List.of("y"))
                .build());

        assertThat(script.text()).isEqualTo("""
                class Net(Module):
                  __parameters__ = []
                  __buffers__ = ["c0", ]
                  c0 : Tensor
                  training : bool
                  def forward(self: __torch__.Net,
                    x0: Tensor) -> Tensor:
                    v0 = torch.conv2d(x0, self.c0, None, [1, 1], [1, 1], [1, 1], 1)
                    v1 = torch.relu(v0)
                    return v1
                """);
        assertThat(script.constants()).hasSize(1);
    }

    @Test
    void namesAnUnknownOperatorAndItsNode() {
        OnnxGraph graph = Graphs.of(9, 1, 3)
                .node("Relu", List.of("x"), List.of("a"))
                .node("Einsum", List.of("a"), List.of("y"))
                .build();
        assertThatThrownBy(() -> compiler.compile(graph))
                .isInstanceOf(OnnxException.class)
                .hasMessage(
                        "The network can't be compiled: the operator Einsum of the node \"einsum1\" is not known to the"
                                + " compiler.");
    }

    @Test
    void namesTheNodeWhoseFormIsNotSupported() {
        OnnxGraph auto = Graphs.of(9, 1, 1, 4, 4)
                .weights("w", 1, 1, 3, 3)
                .node("Conv", List.of("x", "w"), List.of("y"), "auto_pad", "SAME_SOMEHOW")
                .build();
        assertThatThrownBy(() -> compiler.compile(auto))
                .hasMessageContaining("Conv of the node \"conv0\" has auto_pad SAME_SOMEHOW, which is not supported");
        OnnxGraph odd = Graphs.of(11, 1, 1)
                .constant("low", OnnxTensor.ofIntegers(List.of(1L)))
                .node("Clip", List.of("x", "low"), List.of("y"))
                .build();
        assertThatThrownBy(() -> compiler.compile(odd)).hasMessageContaining("Clip of the node \"clip0\"");
        OnnxGraph missing =
                Graphs.of(9, 1, 1).node("Add", List.of("x"), List.of("y")).build();
        assertThatThrownBy(() -> compiler.compile(missing))
                .hasMessageContaining("Add of the node \"add0\" lacks its input 1");
    }

    @Test
    void leavesOutWhatNobodyNeedsAndCutsWhereItIsTold() {
        OnnxGraph graph = Graphs.of(9, 1, 3)
                .weights("unused", 3)
                .node("Relu", List.of("x"), List.of("a"))
                .node("Einsum", List.of("a", "unused"), List.of("dead"))
                .node("Sigmoid", List.of("a"), List.of("y"))
                .build();
        assertThat(compiler.compile(graph).constants()).isEmpty();

        Script cut = compiler.compile(GraphCut.at(graph, List.of("y", "a")));
        assertThat(cut.outputs()).isEqualTo(2);
        assertThat(cut.text()).contains("-> Tuple[Tensor, Tensor]:").contains("return (v1, v0)");
        assertThatThrownBy(() -> GraphCut.at(graph, List.of("nothing")))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("\"nothing\"");
    }

    @Test
    void putsTheInputsBatchWhereTheFileHasFrozenIt() {
        Graphs frozen = Graphs.of(9, 1, 4, 1, 1)
                .constant("shape", OnnxTensor.ofIntegers(List.of(1L, -1L)))
                .node("Reshape", List.of("x", "shape"), List.of("y"));
        assertThat(compiler.compile(frozen.build()).body()).contains("torch.reshape(x0, [torch.size(x0, 0), -1])");
        Graphs free = Graphs.of(9, -1, 4, 1, 1)
                .constant("shape", OnnxTensor.ofIntegers(List.of(1L, -1L)))
                .node("Reshape", List.of("x", "shape"), List.of("y"));
        assertThat(compiler.compile(free.build()).body()).contains("torch.reshape(x0, [1, -1])");
    }

    @Test
    void takesOtherFormsOfAnOperatorWithoutTouchingThePlainOnes() {
        Operators more = Operators.plain()
                .with("Relu", e -> e.give("ops.fused.relu(" + e.tensor(0) + ")"))
                .with("vigil.Twice", e -> e.give("torch.mul(" + e.tensor(0) + ", 2)"));
        OnnxGraph graph =
                Graphs.of(9, 1, 3).node("Relu", List.of("x"), List.of("y")).build();
        assertThat(new ScriptCompiler(more).compile(graph).body()).contains("ops.fused.relu(x0)");
        assertThat(compiler.compile(graph).body()).contains("torch.relu(x0)");
        assertThat(more.names()).contains("vigil.Twice", "Conv");
    }

    @Test
    void keepsNamesOfTheFileOutOfTheText() {
        OnnxGraph graph = Graphs.of(9, 1, 3)
                .node("Relu", List.of("x"), List.of("y\n    return torch.evil()"))
                .build();
        assertThat(compiler.compile(graph).text()).doesNotContain("evil");
    }
}
