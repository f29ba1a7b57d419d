% ONEHIDDEN_KIT  A network behind onehidden-conformance: copy this file beside yours, and call it from a script.
%
%   onehidden_kit (@update, 'hidden', 'tanh', ...)
%
% steps = update (v) makes one step of training on v.X, v.y, v.wh, v.bh, v.wout, v.bout at v.rate. Samples are rows and a bias is a
% row, or columns if samples are declared to be columns; a bias that is not there is []. v.hidden, v.output, v.loss,
% v.reduction are words and v.decay is a weight decay, for a network that has several. steps is a struct of what it has
% computed, by the names of SPEC.md, section 3: steps.output, steps.loss, steps.updated_wh ...
% error ('skip: why') says what the network cannot do.
%
% Declared is what the network is (docs/testing-your-own.md), in pairs: a word or a cell of words for hidden, output, loss
% and reduction; biases, rate, rows, shapes (a struct), decay, labels, weights, samples, precision, name, level, and trace:
% the steps that update returns. Octave 7 or later: octave-cli -qf my_network.m

function onehidden_kit (update, varargin)
  declared = struct ('hidden', 'sigmoid', 'output', 'sigmoid', 'loss', 'squared_error', 'reduction', 'sum', 'biases', 'both', ...
                     'name', 'my network', 'level', 1, 'samples', 'rows');
  for at = 1:2:numel (varargin)
    declared.(varargin{at}) = varargin{at + 1};
  end
  while true
    line = fscanf (stdin, ' %[^\n]', 1); % fgetl would wait for the first character of the next line
    message = struct ('command', 'stop');
    if ~isempty (line)
      message = jsondecode (line);
    end
    switch message.command
      case 'stop'
        return
      case 'start'
        answer = started (declared);
      otherwise
        answer = reply (update, message, declared);
    end
    fprintf (stdout, '%s\n', answer);
    fflush (stdout);
  end
end

function answer = reply (update, message, declared)
  id = sprintf ('{"id":%d,', message.id);
  try
    v = vector_of (message.vector, declared);
    [printed, steps] = evalc_of (update, v);
    fprintf (stderr, '%s', printed);
    names = fieldnames (steps);
    parts = cellfun (@(name) tensor (name, steps.(name)), names, 'UniformOutput', false);
    answer = [id, '"result":{"steps":{', strjoin(parts', ','), '}}}'];
  catch crash
    text = jsonencode (crash.message(1:min (end, 2000)));
    if strncmp (crash.message, 'skip: ', 6)
      answer = [id, '"skipped":', jsonencode(crash.message(7:end)), '}'];
    else
      fprintf (stderr, '%s\n', crash.message);
      arrayfun (@(frame) fprintf (stderr, '  in %s, line %d\n', frame.name, frame.line), crash.stack);
      answer = [id, '"error":{"code":null,"message":', text, '}}'];
    end
  end
end

% What the network prints is caught: standard output belongs to the answers.
function [printed, steps] = evalc_of (update, v)
  printed = evalc ('steps = update (v);');
end

function v = vector_of (vector, declared)
  network = vector.network;
  if isempty (network.wh)
    error ('skip: it has a hidden layer');
  end
  v = struct ('X', array (vector.X), 'y', array (vector.y), 'wh', array (network.wh), 'bh', array (network.bh), ...
              'wout', array (network.wout), 'bout', array (network.bout), 'rate', array (vector.learning_rate), 'decay', 0, ...
              'hidden', network.hidden_activation, 'output', network.output_activation, 'loss', network.loss, ...
              'reduction', network.reduction);
  if isfield (vector, 'weight_decay')
    v.decay = array (vector.weight_decay);
  end
  if strcmp (declared.samples, 'rows')
    [v.bh, v.bout] = deal (v.bh', v.bout');
  end
end

% A tensor as a matrix, bit for bit; a vector is a column.
function matrix = array (tensor)
  if isempty (tensor)
    matrix = [];
    return
  end
  numbers = hex2num (char (tensor.bits));
  matrix = numbers;
  if numel (tensor.shape) == 2
    matrix = reshape (numbers, tensor.shape(2), tensor.shape(1))';
  end
end

function text = tensor (name, value)
  if ~isnumeric (value) && ~islogical (value)
    error ('%s is not made of numbers', name);
  end
  value = double (full (value));
  shape = sprintf ('%d,%d', size (value));
  if strcmp (name, 'loss')
    shape = '';
  elseif ~isempty (regexp (name, '_(bh|bout)$', 'once')) && isvector (value)
    shape = sprintf ('%d', numel (value)); % a bias may be a row or a column
  end
  bits = cellstr (num2hex (reshape (value', [], 1)));
  text = sprintf ('"%s":{"shape":[%s],"bits":["%s"]}', name, shape, strjoin (bits', '","'));
end

function text = started (declared)
  keys = struct ('hidden', 'hidden_activations', 'output', 'output_activations', 'loss', 'losses', 'reduction', 'reductions', ...
                 'rate', 'learning_rate', 'decay', 'weight_decay');
  if ~isfield (declared, 'trace')
    absent = {};
    switch declared.biases
      case 'none', absent = {'updated_bh', 'updated_bout'};
      case 'hidden', absent = {'updated_bout'};
      case 'output', absent = {'updated_bh'};
    end
    shown = {'output', 'updated_wh', 'updated_bh', 'updated_wout', 'updated_bout'};
    declared.trace = shown(~ismember (shown, absent));
  end
  parts = {};
  names = setdiff (fieldnames (declared)', {'name', 'level'});
  for name = names
    value = declared.(name{1});
    if any (strcmp (name{1}, {'hidden', 'output', 'loss', 'reduction'}))
      value = cellstr (value);
    end
    if isfield (keys, name{1})
      name = {keys.(name{1})};
    end
    parts{end + 1} = sprintf ('"%s":%s', name{1}, jsonencode (value));
  end
  implementation = jsonencode (struct ('name', declared.name, 'language', ['Octave ', version]));
  text = sprintf ('{"protocol":2,"implementation":%s,"level":%d,"capabilities":{%s}}', implementation, declared.level, strjoin (parts, ','));
end
