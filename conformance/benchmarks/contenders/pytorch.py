"""PyTorch in double precision, eager: layers, autograd and SGD as everybody uses them."""

import torch

from benchmarks.contenders import Contender


def prepare(problem, threads):
    torch.set_num_threads(threads)
    X, y = torch.from_numpy(problem.X), torch.from_numpy(problem.y)
    wh, bh, wout, bout = (torch.tensor(w) for w in (problem.wh, problem.bh, problem.wout, problem.bout))

    def train():
        model = torch.nn.Sequential(
            torch.nn.Linear(*wh.shape, dtype=torch.float64),
            torch.nn.Sigmoid(),
            torch.nn.Linear(*wout.shape, dtype=torch.float64),
            torch.nn.Sigmoid(),
        )
        model.load_state_dict({"0.weight": wh.T, "0.bias": bh, "2.weight": wout.T, "2.bias": bout})
        optimizer = torch.optim.SGD(model.parameters(), lr=problem.learning_rate)
        for _ in range(problem.updates):
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(model(X), y, reduction="sum") / 2
            loss.backward()
            optimizer.step()
        return model

    def parameters(model):
        weights = {name: value.numpy() for name, value in model.state_dict().items()}
        return {
            "wh": weights["0.weight"].T,
            "bh": weights["0.bias"],
            "wout": weights["2.weight"].T,
            "bout": weights["2.bias"],
        }

    return Contender(train=train, parameters=parameters)
