% A wrong network: its weight decay is on the biases, too. It gives gradients and updates nothing.
1;

function steps = update (v)
  sigmoid = @(z) 1 ./ (1 + exp (-z))
  h = sigmoid (v.X * v.wh + v.bh);
  output = sigmoid (h * v.wout + v.bout);
  m = rows (v.X);
  d_output = (output - v.y) / m;
  d_hidden = (d_output * v.wout') .* h .* (1 - h);
  steps.output = output;
  steps.grad_wh = v.X' * d_hidden + v.decay * v.wh;
  steps.grad_bh = sum (d_hidden, 1) + v.decay * v.bh;
  steps.grad_wout = h' * d_output + v.decay * v.wout;
  steps.grad_bout = sum (d_output, 1) + v.decay * v.bout;
end

onehidden_kit (@update, 'loss', 'binary_cross_entropy', 'reduction', 'mean', 'decay', 'gradient', ...
               'trace', {'output', 'grad_wh', 'grad_wout', 'grad_bh', 'grad_bout'});
