# cmake -DPROGRAM=... -DRECIPE=... -DPICTURE=... -DOUT=<folder> -P train.cmake: the example of training on a
# few copies of a picture.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${OUT})
foreach(number RANGE 1 12)
  file(MAKE_DIRECTORY ${OUT}/pictures)
  file(COPY_FILE ${PICTURE} ${OUT}/pictures/${number}.png)
endforeach()
execute_process(COMMAND ${PROGRAM} ${RECIPE} ${OUT}/pictures ${OUT}/run ${OUT}/model.onnx COMMAND_ERROR_IS_FATAL ANY)
if(NOT EXISTS ${OUT}/model.onnx)
  message(FATAL_ERROR "there is no model")
endif()
