% A right network, and its adapter: put your own in its place.
1;

function net = train (net, X, y, rate)
  sigmoid = @(z) 1 ./ (1 + exp (-z));
  h = sigmoid (X * net.wh + net.bh);
  net.output = sigmoid (h * net.wout + net.bout);
  d_output = (y - net.output) .* net.output .* (1 - net.output);
  d_hidden = (d_output * net.wout') .* h .* (1 - h);
  net.wout += rate * h' * d_output;
  net.bout += rate * sum (d_output, 1);
  net.wh += rate * X' * d_hidden;
  net.bh += rate * sum (d_hidden, 1);
end

% ---- ADAPTER: the steps are named in SPEC.md, section 3 -------------------------------------------------------------

function steps = update (v)
  net = struct ('wh', v.wh, 'bh', v.bh, 'wout', v.wout, 'bout', v.bout);
  net = train (net, v.X, v.y, v.rate);
  steps = struct ('output', net.output, 'updated_wh', net.wh, 'updated_bh', net.bh, 'updated_wout', net.wout, 'updated_bout', net.bout);
end

onehidden_kit (@update, 'hidden', 'sigmoid', 'output', 'sigmoid', 'loss', 'squared_error', 'reduction', 'sum');
